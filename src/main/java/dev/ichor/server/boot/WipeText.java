package dev.ichor.server.boot;

import dev.ichor.base.Malformed;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provisioner.Receipt;
import dev.ichor.provisioner.WipePlan;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be erased, and what became of it, as lines of text: the order {@code wipe} of
 * {@code boot-assets/discovery/FACTS.md}. Pure functions; safe from any thread.
 */
final class WipeText {
    /** The longest receipt in bytes, its newline included. */
    static final int MAXIMUM_RECEIPT = 512;
    private static final int MAXIMUM_DISKS = 512;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern RECEIPT = Pattern.compile(
            "(a-[0-9a-f]{10}) (0|[1-9]\\d{0,3}) (started|erased|refused|failed) (0|[1-9]\\d?|100)(?: ([^\n]*))?\n?");
    /** What the contents of a disk say if an array or volume may run on it: whoever armed it has read that. */
    private static final List<String> STACKED = List.of("in use by ", "md member", "lvm member");

    private WipeText() {
    }

    /**
     * The answer to {@code GET /agent/wipe}.
     *
     * @throws IllegalArgumentException if the plan names no disk, more than any machine has, or one that nothing tells
     *     apart: such a plan must never reach an agent
     */
    static String of(WipePlan plan) {
        if (plan.disks().isEmpty() || plan.disks().size() > MAXIMUM_DISKS) {
            throw new IllegalArgumentException("a plan names 1 to " + MAXIMUM_DISKS + " disks");
        }
        if (plan.disks().stream().map(WipePlan.Item::number).distinct().count() != plan.disks().size()) {
            throw new IllegalArgumentException("a plan names each disk once");
        }
        StringBuilder text = new StringBuilder();
        text.append("arm ").append(plan.arm()).append('\n');
        text.append("fingerprint ").append(plan.fingerprint()).append('\n');
        plan.disks().forEach(item -> disk(text, item));
        return text.toString();
    }

    private static void disk(StringBuilder text, WipePlan.Item item) {
        DiskId id = item.disk().disk();
        if (!id.isSound() || item.number() < 0 || item.number() > 9999) {
            throw new IllegalArgumentException("disk " + item.number() + " cannot be told apart: " + id);
        }
        text.append("disk ").append(item.number()).append(' ').append(id.bytes()).append(' ')
                .append(stops(item.disk().carries()) ? "stop" : "leave").append(' ')
                .append(percent(id.wwid())).append(' ').append(percent(id.serial())).append('\n');
    }

    private static boolean stops(String carries) {
        return STACKED.stream().anyMatch(carries::contains);
    }

    /** UTF-8 in which every byte but letters, digits, dot, underscore and hyphen stands as {@code %XX}. */
    static String percent(String text) {
        StringBuilder out = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || ".-_".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                HEX.toHexDigits(out.append('%'), one);
            }
        }
        return out.toString();
    }

    /**
     * Reads the body of {@code POST /agent/wipe}. Control characters in the note become spaces.
     *
     * @throws Malformed if it is longer than {@link #MAXIMUM_RECEIPT} or not one such line
     */
    static Receipt receipt(byte[] body) throws Malformed {
        if (body.length > MAXIMUM_RECEIPT) {
            throw new Malformed("a receipt has at most " + MAXIMUM_RECEIPT + " bytes");
        }
        Matcher line = RECEIPT.matcher(new String(body, StandardCharsets.UTF_8));
        if (!line.matches()) {
            throw new Malformed("a receipt is a line "
                    + "'<arm> <number> <started|erased|refused|failed> <percent> <note>'");
        }
        return new Receipt(line.group(1), Integer.parseInt(line.group(2)),
                ArmedDisk.State.valueOf(line.group(3).toUpperCase(Locale.ROOT)), Integer.parseInt(line.group(4)),
                line.group(5) == null ? "" : printable(line.group(5)));
    }

    private static String printable(String note) {
        return note.codePoints().map(c -> Character.isISOControl(c) || c == 0xFFFD ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
    }
}
