package dev.ichor.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text, aligned with two spaces between; no trailing spaces. Lines fit 100 columns as far as that is
 * possible without cutting a word of up to 24 characters: the widest columns are broken at spaces first.
 */
final class Table {
    private static final int WIDTH = 100;
    private static final int GAP = 2;
    private static final int WHOLE = 24;
    /** Between words; a date and its time of day are one. */
    private static final String WORDS = " (?![0-9]{2}:[0-9]{2})";

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        this.heading = List.of(heading);
    }

    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            String text = Show.plain(String.valueOf(cell));
            row.add(text.isEmpty() ? "-" : text);
        }
        if (row.size() != heading.size()) {
            throw new IllegalArgumentException("a row has as many cells as the heading");
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    String text() {
        return text("");
    }

    /** The lines, each after {@code indent}. */
    String text(String indent) {
        List<List<String>> all = new ArrayList<>();
        all.add(heading);
        all.addAll(rows);
        int[] widths = widths(all, WIDTH - indent.length());
        StringBuilder out = new StringBuilder();
        for (List<String> row : all) {
            lines(out, indent, row, widths);
        }
        return out.toString();
    }

    private static int[] widths(List<List<String>> all, int room) {
        int columns = all.getFirst().size();
        int[] widths = new int[columns];
        int[] least = new int[columns];
        for (List<String> row : all) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
                for (String word : row.get(i).split(WORDS)) {
                    least[i] = Math.max(least[i], Math.min(WHOLE, word.length()));
                }
            }
        }
        int total = GAP * (columns - 1);
        for (int width : widths) {
            total += width;
        }
        while (total > room) {
            int widest = -1;
            for (int i = 0; i < columns; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private static void lines(StringBuilder out, String indent, List<String> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> lines = AccountText.wrapped(row.get(i), widths[i]);
            cells.add(lines);
            height = Math.max(height, lines.size());
        }
        for (int n = 0; n < height; n++) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                String cell = n < cells.get(i).size() ? cells.get(i).get(n) : "";
                line.append(cell).repeat(" ", widths[i] - cell.length() + GAP);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
