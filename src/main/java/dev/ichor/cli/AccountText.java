package dev.ichor.cli;

import dev.ichor.server.admin.api.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The explanation of a boot as text of 100 columns: findings first, then the timeline that shows them. */
final class AccountText {
    static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(10);
    private static final int PACKET_LIMIT = 24;
    private static final int GAPS = 8;

    private AccountText() {
    }

    static String of(Account account) {
        StringBuilder out = new StringBuilder("Machine ").append(account.machine()).append("\n\n");
        account.verdicts().forEach(finding -> finding(out, finding));
        if (!account.timeline().isEmpty()) {
            out.append('\n').append(timeline(account));
        }
        if (account.lost() > 0) {
            out.append('\n');
            lines(out, "", "", "The recorder was overloaded and lost " + account.lost()
                    + " exchanges of all machines since its start: the timeline may have gaps.");
        }
        return out.toString();
    }

    private static void finding(StringBuilder out, Account.Finding finding) {
        lines(out, mark(finding.weight()), INDENT, FoldedEntry.shortened(finding.text()));
        if (!finding.mend().isEmpty()) {
            lines(out, INDENT, INDENT, finding.mend());
        }
        if (!finding.evidence().isEmpty()) {
            lines(out, INDENT, INDENT, "seen in line " + finding.evidence().stream().map(String::valueOf)
                    .collect(Collectors.joining(", ")) + " (" + finding.code() + ")");
        }
    }

    private static void lines(StringBuilder out, String first, String others, String text) {
        String before = first;
        for (String line : wrapped(text, WIDTH - first.length())) {
            out.append(before).append(line).append('\n');
            before = others;
        }
    }

    private static String mark(String weight) {
        return switch (weight) {
            case "problem" -> "PROBLEM   ";
            case "well" -> "WELL      ";
            default -> "NOTE      ";
        };
    }

    private static String timeline(Account account) {
        return account.timeline().stream().map(Account.Entry::attempt).distinct().map(attempt -> boot(attempt,
                FoldedEntry.of(account.timeline().stream().filter(entry -> entry.attempt() == attempt).toList())))
                .collect(Collectors.joining("\n"));
    }

    private static String boot(int attempt, List<FoldedEntry> entries) {
        StringBuilder out = new StringBuilder("Boot " + attempt + " from " + Show.time(entries.getFirst().at())
                + " UTC\n");
        int number = longest(entries.stream().map(FoldedEntry::number).toList());
        int packet = Math.clamp(longest(entries.stream().map(FoldedEntry::packet).toList()), 6, PACKET_LIMIT);
        int time = Show.tenths(entries.getFirst().at()).length();
        int meaning = Math.clamp(longest(entries.stream().map(FoldedEntry::meaning).toList()), 7,
                WIDTH - GAPS - number - time - packet);
        String form = "  %" + number + "s  %-" + time + "s  %-" + meaning + "s  %s";
        row(out, form, "#", "TIME", "MEANING", "PACKET");
        for (FoldedEntry entry : entries) {
            List<String> meanings = wrapped(entry.meaning(), meaning);
            List<String> packets = wrapped(entry.packet(), packet);
            for (int i = 0; i < Math.max(meanings.size(), packets.size()); i++) {
                row(out, form, i == 0 ? entry.number() : "", i == 0 ? Show.tenths(entry.at()) : "",
                        i < meanings.size() ? meanings.get(i) : "", i < packets.size() ? packets.get(i) : "");
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String form, Object... cells) {
        out.append(String.format(form, cells).stripTrailing()).append('\n');
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Lines of at most {@code width} characters, broken at spaces; a longer word is broken inside. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
