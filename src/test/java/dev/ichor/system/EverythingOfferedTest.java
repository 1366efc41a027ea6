package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.rack.RackAssets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever DHCP and the scripts name is there, whole, under exactly that name. */
@Tag("netns")
@Timeout(180)
@Isolated("a DHCP client waits only so long")
class EverythingOfferedTest {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Pattern WORD = Pattern.compile("http://[^ \\n]+");
    private static final Set<ClientArch> BOOTED = Set.of(ClientArch.BIOS, ClientArch.UEFI_X64,
            ClientArch.UEFI_X64_AS_EBC, ClientArch.UEFI_X64_HTTP, ClientArch.UEFI_EBC_HTTP);

    /** Who asks. */
    private enum Asker {
        FIRMWARE, IPXE_WITH_HTTP, IPXE_WITHOUT_HTTP, OWN_IPXE;

        DhcpMessage discover(ClientArch arch, Mac mac) {
            String kind = arch.name().contains("HTTP") ? "HTTPClient" : "PXEClient";
            Consumer<Options.Builder> identity = options -> {
                options.u16(Code.CLIENT_ARCH, arch.code()).u16(Code.MAX_SIZE, 1472)
                        .text(Code.VENDOR_CLASS, "%s:Arch:%05d:UNDI:003016".formatted(kind, arch.code()));
                switch (this) {
                    case FIRMWARE -> { }
                    case IPXE_WITH_HTTP -> options.text(Code.USER_CLASS, "iPXE").bytes(Code.IPXE, Packets.IPXE_HTTP);
                    case IPXE_WITHOUT_HTTP -> options.text(Code.USER_CLASS, "iPXE")
                            .bytes(Code.IPXE, Packets.IPXE_BARE);
                    case OWN_IPXE -> options.text(Code.USER_CLASS, "ichor").bytes(Code.IPXE, Packets.IPXE_HTTP);
                }
            };
            return Client.message(mac, MessageType.DISCOVER, identity);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "proxy"})
    void eachNameThatIsHandedOutIsServedWhole(String mode) throws IOException {
        try (Site site = mode.equals("full") ? Site.fullUnprobed(1500) : Site.proxy(1500)) {
            site.appliance().start();
            Client client = site.client("client", "10.77.0.50/24");
            Map<String, String> offered = offers(site, client);
            assertTrue(offered.keySet().containsAll(List.of("undionly.kpxe", "snponly-x86_64.efi",
                    Site.BOOT + "/boot/snponly-x86_64.efi", "tftp://" + Site.ADDRESS + "/ipxe.pxe",
                    Site.BOOT + "/boot/init.ipxe")), offered.toString());
            Map<String, Sha256> pins = pins();
            for (String name : offered.keySet()) {
                if (name.endsWith(".ipxe")) {
                    scriptsLeadToWholeFiles(client, name, pins);
                } else {
                    assertWhole(client, name, pins);
                }
            }
            for (String beside : List.of("autoexec.ipxe", "/autoexec.ipxe", "boot/autoexec.ipxe")) {
                assertTrue(new String(client.tftp(Site.ADDRESS, beside, WAIT), StandardCharsets.US_ASCII)
                        .startsWith("#!ipxe\n"), beside);
            }
            assertTrue(site.log().contains("the catalogue has no snponly-arm64.efi"),
                    "the log says why an arm64 machine got no offer");
        }
    }

    /** Every name that any client is told, with one client that was told it. */
    private static Map<String, String> offers(Site site, Client client) throws IOException {
        Map<String, String> offered = new TreeMap<>();
        long number = 0x5254_0088_0000L;
        for (ClientArch arch : ClientArch.values()) {
            for (Asker asker : Asker.values()) {
                String who = arch + " " + asker;
                Mac mac = new Mac(++number);
                Optional<String> name = offer(client, asker.discover(arch, mac));
                name.ifPresent(n -> offered.put(n, who));
                boolean scripted = asker == Asker.OWN_IPXE
                        || asker == Asker.IPXE_WITH_HTTP && !arch.name().contains("HTTP");
                assertEquals(scripted || BOOTED.contains(arch), name.isPresent(), who + " got " + name);
            }
        }
        return offered;
    }

    /** The name in the offer, or by the boot server's answer where the offer leads there. */
    private static Optional<String> offer(Client client, DhcpMessage discover) throws IOException {
        Optional<DhcpMessage> answer = client.ask(discover, Duration.ofMillis(400));
        Optional<String> name = answer.flatMap(EverythingOfferedTest::bootName);
        boolean asksBootServer = name.isPresent() && discover.options().text(Code.VENDOR_CLASS).orElse("")
                .startsWith("PXEClient") && answer.get().options().bytes(Code.VENDOR).isEmpty();
        if (asksBootServer) {
            DhcpMessage request = Client.message(discover.client().mac().orElseThrow(), MessageType.REQUEST, o ->
                    discover.options().list().stream().filter(option -> option.code() != Code.MESSAGE_TYPE)
                            .forEach(o::put));
            Optional<String> again = client.ask(request, Site.ADDRESS, 4011, WAIT)
                    .flatMap(EverythingOfferedTest::bootName);
            assertEquals(name, again, "offer and boot server agree");
        }
        return name;
    }

    private static Optional<String> bootName(DhcpMessage answer) {
        return answer.options().text(Code.BOOT_FILE).or(() -> Optional.of(answer.file()))
                .filter(name -> !name.isEmpty());
    }

    /** The first script, the answer to its question for each kind of machine, and each URL in them. */
    private static void scriptsLeadToWholeFiles(Client client, String url, Map<String, Sha256> pins) {
        Set<String> files = new TreeSet<>();
        for (String machine : List.of("arch=x86_64&platform=efi", "arch=i386&platform=pcbios",
                "arch=arm64&platform=efi")) {
            String init = script(client, url);
            Matcher boot = Pattern.compile("^set boot (\\S+)$", Pattern.MULTILINE).matcher(init);
            assertTrue(boot.find(), init);
            String next = script(client, Site.BOOT + "/boot/next.ipxe?boot=" + boot.group(1)
                    + "&mac=52:54:00:99:00:01&uuid=5a1d0000-0000-4000-8000-0000000000ff&" + machine);
            assertFalse(next.contains("could not be read") || next.contains("fault"), next);
            assertEquals(machine.contains("arm64"), !next.contains("vmlinuz"), next);
            for (String text : List.of(init, next)) {
                Matcher word = WORD.matcher(text);
                while (word.find()) {
                    if (!word.group().matches("http://[^/]+")) {
                        files.add(word.group());
                    }
                }
            }
        }
        for (String file : files) {
            if (file.endsWith(".ipxe")) {
                script(client, file);
            } else {
                assertWhole(client, file, pins);
            }
        }
        assertTrue(files.stream().anyMatch(file -> file.endsWith(".initrd")), files.toString());
    }

    private static String script(Client client, String url) {
        Client.Answer answer = client.get(url);
        assertEquals(200, answer.status(), url);
        assertEquals(answer.body().length, answer.length(), url);
        assertTrue(answer.text().startsWith("#!ipxe\n"), url + ": " + answer.text());
        return answer.text();
    }

    private static void assertWhole(Client client, String name, Map<String, Sha256> pins) {
        Sha256 pin = pins.get(name.substring(name.lastIndexOf('/') + 1));
        assertNotNull(pin, name + " is not an asset");
        if (name.startsWith("http://")) {
            Client.Answer got = client.get(name);
            assertEquals(200, got.status(), name);
            assertEquals(pin, Sha256.of(got.body()), name);
            assertEquals(got.body().length, got.length(), name);
            Client.Answer head = client.http("HEAD", name, "", new byte[0]);
            assertEquals(200, head.status(), name);
            assertEquals(got.length(), head.length(), name);
        } else {
            String path = name.startsWith("tftp://") ? name.substring(("tftp://" + Site.ADDRESS + "/").length()) : name;
            assertEquals(pin, Sha256.of(client.tftp(Site.ADDRESS, path, WAIT)), name);
        }
    }

    /** What the assets' bytes are, read from the folder itself; files of earlier builds may lie there too. */
    private static Map<String, Sha256> pins() throws IOException {
        Map<String, Sha256> pins = new HashMap<>();
        String built = Files.readString(RackAssets.folder().resolve("built.yaml"));
        try (Stream<Path> files = Files.list(RackAssets.folder())) {
            for (Path file : files.filter(f -> f.getFileName().toString().contains("@")).toList()) {
                String name = file.getFileName().toString();
                Sha256 hash = Sha256.of(Files.readAllBytes(file));
                if (built.contains(hash.toString())) {
                    pins.put(name.substring(0, name.indexOf('@')), hash);
                }
            }
        }
        return pins;
    }
}
