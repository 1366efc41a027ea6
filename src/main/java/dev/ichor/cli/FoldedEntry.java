package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Kind;
import dev.ichor.server.admin.api.Account;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Entries of the timeline that say the same, one after the other, as one line.
 *
 * @param first the number of the first of them
 * @param since when the first was
 * @param last  the last of them
 * @param times how many exchanges that are, from 1
 */
record FoldedEntry(int first, Instant since, Account.Entry last, long times) {
    private static final int HASH = 12;
    private static final int WORTH_SAYING = 50;
    private static final Pattern HASHES = Pattern.compile("\\b([0-9a-f]{" + HASH + "})[0-9a-f]{20,}\\b");

    /** Folds what an agent says over and over. */
    static List<FoldedEntry> of(List<Account.Entry> entries) {
        List<FoldedEntry> folded = new ArrayList<>();
        for (Account.Entry entry : entries) {
            if (!folded.isEmpty() && folded.getLast().isRepeatedBy(entry)) {
                FoldedEntry before = folded.removeLast();
                folded.add(new FoldedEntry(before.first, before.since, entry, before.times + times(entry)));
            } else {
                folded.add(new FoldedEntry(entry.number(), since(entry), entry, times(entry)));
            }
        }
        return folded;
    }

    private boolean isRepeatedBy(Account.Entry next) {
        return kind(next).filter(Kind::isChatter).isPresent() && last.kind().equals(next.kind())
                && last.outcome().equals(next.outcome()) && last.note().equals(next.note());
    }

    private static Optional<Kind> kind(Account.Entry entry) {
        try {
            return Optional.of(Kind.parse(entry.kind()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static long times(Account.Entry entry) {
        return Math.max(1, number(entry, Detail.TIMES));
    }

    private static Instant since(Account.Entry entry) {
        try {
            return Instant.parse(detail(entry, Detail.SINCE));
        } catch (DateTimeException e) {
            return entry.at();
        }
    }

    private static String detail(Account.Entry entry, String name) {
        return entry.details().getOrDefault(name, "");
    }

    private static long number(Account.Entry entry, String name) {
        String text = detail(entry, name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    Instant at() {
        return last.at();
    }

    String number() {
        return first == last.number() ? String.valueOf(first) : first + "-" + last.number();
    }

    /** What it means; the packet's own line if nobody knows. */
    String meaning() {
        String text = shortened(last.note().isEmpty() ? last.summary() : last.note());
        return times == 1 ? text : text + "; " + times + " times since " + Show.tenths(since);
    }

    /** The packet in few words: type, or method and status, then size and time. */
    String packet() {
        return kind(last).map(this::packet).orElse(last.kind());
    }

    private String packet(Kind kind) {
        return switch (kind) {
            case DISCOVER, REQUEST, ACK, NAK -> "DHCP " + kind.name();
            case OFFER -> detail(last, Detail.VARIANT).contains("4011") ? "DHCP OFFER, by 4011" : "DHCP OFFER";
            case FOREIGN_OFFER -> "DHCP OFFER";
            case DHCP_OTHER -> ("DHCP " + detail(last, Detail.TYPE)).strip();
            case BOOT_SERVER_REQUEST -> "DHCP REQUEST, 4011";
            case BOOT_SERVER_ACK -> "DHCP ACK, 4011";
            case TFTP_PROBE -> "TFTP" + size(Detail.SIZE);
            case TFTP_TRANSFER -> "TFTP" + size(Detail.BYTES) + took();
            case BOOTLOADER, ASSET, SCRIPT_INIT, SCRIPT_NEXT, HTTP_OTHER -> http() + size(Detail.BYTES) + took();
            case FINGERPRINT -> http() + fingerprint();
            case REPORT, ORDER, WIPE_PLAN, WIPE_RECEIPT -> http();
        };
    }

    private String http() {
        String asked = (detail(last, Detail.METHOD) + " " + detail(last, Detail.STATUS)).strip();
        return asked.isEmpty() ? "HTTP" : asked;
    }

    /** The agent's archive is known by its hash. */
    private String fingerprint() {
        String note = detail(last, Detail.NOTE);
        return note.startsWith("fingerprint ") ? ", " + shortened(note.substring("fingerprint ".length())) : "";
    }

    private String size(String name) {
        long bytes = number(last, name);
        long whole = number(last, Detail.SIZE);
        if (bytes == 0 && whole == 0) {
            return "";
        }
        return bytes < whole ? ", " + bytes + " of " + whole + " B" : ", " + Show.capacity(bytes);
    }

    private String took() {
        long millis = number(last, Detail.MILLIS);
        return millis < WORTH_SAYING ? "" : String.format(Locale.ROOT, ", %.1f s", millis / 1000.0);
    }

    /** Long hashes cut to the characters that people compare. */
    static String shortened(String text) {
        return HASHES.matcher(text).replaceAll("$1");
    }
}
