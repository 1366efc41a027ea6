package dev.ichor.system;

import dev.ichor.base.Mac;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** One machine that boots again and again by the scripts and hands over its facts each time, as the agent does. */
final class AgentLoad {
    static final Mac MACHINE = new Mac(0x5254_00aa_bb01L);
    private static final Pattern BOOT = Pattern.compile("^set boot (\\S+)$", Pattern.MULTILINE);
    private static final Pattern ARGUMENTS = Pattern.compile("ichor\\.boot=(\\S+) ichor\\.token=(\\S+)");

    private final Client client;
    private final Map<String, byte[]> facts;

    AgentLoad(Client client) throws IOException {
        this.client = client;
        this.facts = captured();
    }

    /** A machine that QEMU was; of its disks only one, so that an archive is small. */
    private static Map<String, byte[]> captured() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream file = AgentLoad.class.getResourceAsStream("/facts/qemu-bios-slirp.tar.gz");
             TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.getName().startsWith("disk/") || entry.getName().startsWith("disk/nvme0n1/")) {
                    files.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        return files;
    }

    /** One boot; the hash that the appliance acknowledged, if it did. Fails as the network does. */
    Optional<String> boot() throws IOException {
        Matcher init = match(BOOT, client.get(Site.BOOT + "/boot/init.ipxe"));
        Matcher next = match(ARGUMENTS, client.get(Site.BOOT + "/boot/next.ipxe?boot=" + init.group(1) + "&mac="
                + MACHINE + "&arch=i386&platform=pcbios"));
        Client.Answer answer = client.http("POST", Site.BOOT + "/agent/fingerprint", next.group(2),
                archive(next.group(1)));
        if (answer.status() != 200 || !answer.text().startsWith("ok ")) {
            throw new AssertionError("a good archive was refused: " + answer.status() + " " + answer.text());
        }
        return Optional.of(answer.text().substring(3).strip());
    }

    private static Matcher match(Pattern pattern, Client.Answer script) {
        Matcher matcher = pattern.matcher(script.text());
        if (!matcher.find()) {
            throw new AssertionError("the script lacks " + pattern + ": " + script.text());
        }
        return matcher;
    }

    private byte[] archive(String boot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (Map.Entry<String, byte[]> file : facts.entrySet()) {
                byte[] bytes = file.getKey().equals("meta")
                        ? new String(file.getValue(), StandardCharsets.US_ASCII)
                                .replaceFirst("(?m)^boot=.*$", "boot=" + boot).getBytes(StandardCharsets.US_ASCII)
                        : file.getValue();
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                new ByteArrayInputStream(bytes).transferTo(tar);
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }
}
