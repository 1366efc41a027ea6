package dev.ichor.cli;

import dev.ichor.server.admin.api.Account;
import java.util.stream.Collectors;

/** The explanation of a boot as text: findings first, then the timeline that shows them. */
final class AccountText {
    private AccountText() {
    }

    static String of(Account account) {
        StringBuilder out = new StringBuilder("Machine ").append(account.machine()).append("\n\n");
        for (Account.Finding finding : account.verdicts()) {
            out.append(mark(finding.weight())).append(finding.text()).append('\n');
            if (!finding.mend().isEmpty()) {
                out.append("          ").append(finding.mend()).append('\n');
            }
            if (!finding.evidence().isEmpty()) {
                out.append("          seen in line ").append(finding.evidence().stream().map(String::valueOf)
                        .collect(Collectors.joining(", "))).append(" (").append(finding.code()).append(")\n");
            }
        }
        if (!account.timeline().isEmpty()) {
            out.append('\n').append(timeline(account));
        }
        if (account.lost() > 0) {
            out.append("\nThe recorder was overloaded and lost ").append(account.lost())
                    .append(" exchanges of all machines since its start: the timeline may have gaps.\n");
        }
        return out.toString();
    }

    private static String mark(String weight) {
        return switch (weight) {
            case "problem" -> "PROBLEM   ";
            case "well" -> "WELL      ";
            default -> "NOTE      ";
        };
    }

    private static String timeline(Account account) {
        StringBuilder out = new StringBuilder();
        int attempt = 0;
        Table table = heading();
        for (Account.Entry entry : account.timeline()) {
            if (entry.attempt() != attempt) {
                out.append(table.isEmpty() ? "" : table.text("  ") + "\n");
                table = heading();
                attempt = entry.attempt();
                out.append("Boot ").append(attempt).append(" from ").append(Show.time(entry.at())).append(" UTC\n");
            }
            table.row(entry.number(), Show.clock(entry.at()), (entry.direction().equals("in") ? "> " : "< ")
                    + entry.protocol().toUpperCase(java.util.Locale.ROOT), entry.summary(), entry.note());
        }
        return out.append(table.text("  ")).toString();
    }

    private static Table heading() {
        return new Table("#", "TIME", "WAY", "WHAT", "MEANING");
    }
}
