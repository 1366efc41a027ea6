package dev.ichor.mayastor.change;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ: the fewest, unless the texts are long. */
final class LineDiff {
    /** Lines that are shown; of longer ones the rest is counted. */
    static final int MOST = 40;
    private static final int LONGEST = 200;
    /** Beyond so many pairs of lines the middle parts are taken as wholly different. */
    private static final int MOST_PAIRS = 1_000_000;

    private LineDiff() {
    }

    /** Each with a leading {@code -} or {@code +}. */
    static List<String> of(String before, String now) {
        List<String> old = before.lines().toList();
        List<String> fresh = now.lines().toList();
        int start = 0;
        while (start < old.size() && start < fresh.size() && old.get(start).equals(fresh.get(start))) {
            start++;
        }
        int end = 0;
        while (end < old.size() - start && end < fresh.size() - start
                && old.get(old.size() - 1 - end).equals(fresh.get(fresh.size() - 1 - end))) {
            end++;
        }
        return bounded(middle(old.subList(start, old.size() - end), fresh.subList(start, fresh.size() - end)));
    }

    private static List<String> middle(List<String> old, List<String> fresh) {
        List<String> out = new ArrayList<>();
        if ((long) old.size() * fresh.size() > MOST_PAIRS) {
            old.forEach(line -> out.add("-" + line));
            fresh.forEach(line -> out.add("+" + line));
            return out;
        }
        int[][] common = common(old, fresh);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                i++;
                j++;
            } else if (j == fresh.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                out.add("-" + old.get(i++));
            } else {
                out.add("+" + fresh.get(j++));
            }
        }
        return out;
    }

    /** The length of the longest common part of what follows each pair of lines. */
    private static int[][] common(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> bounded(List<String> lines) {
        List<String> out = new ArrayList<>(lines.stream().limit(MOST)
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line).toList());
        List<String> rest = lines.subList(Math.min(MOST, lines.size()), lines.size());
        long gone = rest.stream().filter(line -> line.startsWith("-")).count();
        if (gone > 0) {
            out.add("- … " + gone + " more lines");
        }
        if (rest.size() > gone) {
            out.add("+ … " + (rest.size() - gone) + " more lines");
        }
        return out;
    }
}
