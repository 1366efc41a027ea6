package dev.ichor.ipxe;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Sighting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What iPXE says of its machine in the query of {@code /boot/next.ipxe}, as {@link Scripts#init} makes it ask.
 * Only the MAC is needed; whatever else is missing or unreadable counts as not told, because a machine that cannot
 * name its serial number must boot all the same.
 *
 * @param boot     absent if it is none
 * @param mac      of the NIC it booted from
 * @param uuid     absent if it is none
 * @param firmware BIOS unless it says otherwise
 * @param arch     of the boot loader
 * @param labels   SMBIOS texts, printable, at most 64 characters each
 */
public record BootQuery(Optional<BootId> boot, Mac mac, Optional<SystemUuid> uuid, Firmware firmware, Arch arch,
                        Sighting.Labels labels) {
    private static final int MAXIMUM = 2048;
    private static final int PAIRS = 32;
    private static final int LABEL = 64;

    /**
     * Reads a query as it stands in the request line, without the question mark.
     *
     * @throws Malformed if it is over 2048 characters or 32 pairs, or has no usable {@code mac}
     */
    public static BootQuery decode(String query) throws Malformed {
        if (query.length() > MAXIMUM) {
            throw new Malformed("the query is longer than " + MAXIMUM + " characters");
        }
        Map<String, String> values = pairs(query);
        String mac = values.getOrDefault("mac", "");
        if (mac.isEmpty()) {
            throw new Malformed("the query has no mac");
        }
        Mac parsed = Mac.parse(mac);
        if (parsed.isUnusable()) {
            throw new Malformed("mac " + parsed + " is no address of a NIC");
        }
        return new BootQuery(optional(values.get("boot"), BootId::parse), parsed,
                optional(values.get("uuid"), SystemUuid::parse),
                "efi".equals(values.get("platform")) ? Firmware.UEFI : Firmware.BIOS,
                arch(values.getOrDefault("arch", "")), labels(values));
    }

    /** This question, asked at a time from an address, in a boot. */
    public Sighting sighting(Instant at, Ipv4 from, BootId asking) {
        return new Sighting(at, from, asking, mac, uuid, firmware, arch, labels);
    }

    /** The first value of a name counts, so that nothing appended to a query overrides it. */
    private static Map<String, String> pairs(String query) throws Malformed {
        String[] parts = query.split("&", PAIRS + 1);
        if (parts.length > PAIRS) {
            throw new Malformed("the query has more than " + PAIRS + " pairs");
        }
        Map<String, String> values = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(part.substring(0, equals), unescape(part.substring(equals + 1)));
            }
        }
        return values;
    }

    /**
     * Percent-decodes. A percent sign without two digits stands for itself. A plus sign does too: iPXE's
     * {@code :uristring} writes a space as {@code %20}.
     */
    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            out[length++] = low >= 0 ? (byte) (high << 4 | low) : in[i];
            i += low >= 0 ? 2 : 0;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    private static <T> Optional<T> optional(String text, Parser<T> parser) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** iPXE's {@code buildarch}: a 32-bit PC-BIOS build runs on machines that are x86-64 all the same. */
    private static Arch arch(String buildarch) {
        return switch (buildarch) {
            case "i386", "x86_64", "" -> Arch.X86_64;
            case "arm64" -> Arch.ARM64;
            case "arm32" -> Arch.ARM32;
            case "riscv64" -> Arch.RISCV64;
            default -> Arch.OTHER;
        };
    }

    private static Sighting.Labels labels(Map<String, String> values) {
        return new Sighting.Labels(label(values, "manufacturer"), label(values, "product"), label(values, "serial"),
                label(values, "asset"), label(values, "version"));
    }

    private static String label(Map<String, String> values, String name) {
        String printable = values.getOrDefault(name, "").codePoints().filter(c -> c >= ' ' && c < 127)
                .limit(LABEL).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.strip();
    }
}
