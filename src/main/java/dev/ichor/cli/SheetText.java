package dev.ichor.cli;

import dev.ichor.server.admin.api.DiskRow;
import dev.ichor.server.admin.api.DiskSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A machine's disks and roles for people. */
final class SheetText {
    private SheetText() {
    }

    static String role(Optional<String> role, boolean keep) {
        return role.map(word -> word + (keep ? ", kept" : "")).orElse("");
    }

    /** The roles that are set. */
    static String roles(DiskSheet sheet) {
        Table table = new Table("SERIAL", "SIZE", "MODEL", "ROLE", "CARRIES", "GIVEN UP");
        sheet.disks().forEach(row -> table.row(row.disk().serial(), Show.capacity(row.disk().bytes()), row.model(),
                role(row.role(), row.keep()), carries(row), row.accepted()));
        return heading(sheet) + (table.isEmpty() ? "It shows no disk.\n" : table.text());
    }

    /** The roles that the disks should have, with everything that speaks for and against them. */
    static String suggestions(DiskSheet sheet) {
        Table table = new Table("SERIAL", "SIZE", "MODEL", "SUGGESTED", "HAS", "CARRIES");
        sheet.disks().forEach(row -> table.row(row.disk().serial(), Show.capacity(row.disk().bytes()), row.model(),
                role(Optional.of(row.suggested()), row.suggestKeep()), role(row.role(), row.keep()), carries(row)));
        StringBuilder out = new StringBuilder(heading(sheet)).append(table.isEmpty() ? "It shows no disk.\n"
                : table.text());
        List<String> lines = new ArrayList<>();
        sheet.disks().forEach(row -> remarks(row, lines));
        sheet.checks().forEach(check -> lines.add(check.verdict().toUpperCase(Locale.ROOT).replace('-', ' ') + ": "
                + check.text()));
        if (!lines.isEmpty()) {
            out.append('\n');
            lines.forEach(line -> wrapped(out, Show.plain(line)));
        }
        return out.toString();
    }

    private static void remarks(DiskRow row, List<String> lines) {
        String name = row.disk().serial().isEmpty() ? "(no serial, " + row.kernelName() + ")" : row.disk().serial();
        row.why().forEach(why -> lines.add(name + ": " + why));
        row.refusals().forEach(refusal -> lines.add(name + ": REFUSED: " + refusal));
        if (row.needsName()) {
            lines.add(name + ": its contents make a person name it before it is written to");
        }
        row.warnings().forEach(warning -> lines.add(name + ": note: " + warning));
    }

    private static void wrapped(StringBuilder out, String text) {
        String indent = "";
        for (String line : AccountText.wrapped(text, AccountText.WIDTH - 2)) {
            out.append(indent).append(line).append('\n');
            indent = "  ";
        }
    }

    static String carries(DiskRow row) {
        return String.join("; ", row.carries());
    }

    private static String heading(DiskSheet sheet) {
        return "Disks of " + sheet.machine() + ", fingerprint " + sheet.fingerprint().hex().substring(0, 12) + "\n\n";
    }
}
