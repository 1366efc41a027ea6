package dev.ichor.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selectors of labels and fields. */
final class KubeSelector {
    private static final Pattern SET = Pattern.compile("(\\S+) (in|notin) \\(([^)]*)\\)");
    private final String labels;
    private final String fields;

    /** Empty ones select all. */
    KubeSelector(String labels, String fields) {
        this.labels = labels;
        this.fields = fields;
    }

    boolean selects(Map<String, Object> object) {
        Map<String, Object> own = Tree.mapAt(object, "metadata", "labels");
        return terms(labels).stream().allMatch(term -> label(term, own))
                && terms(fields).stream().allMatch(term -> field(term, object));
    }

    private static List<String> terms(String selector) {
        return selector.isEmpty() ? List.of()
                : Arrays.stream(selector.split(",(?![^(]*\\))")).map(String::strip).toList();
    }

    private static boolean label(String term, Map<String, Object> labels) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            boolean in = labels.containsKey(set.group(1)) && Arrays.stream(set.group(3).split(",")).map(String::strip)
                    .anyMatch(labels.get(set.group(1))::equals);
            return set.group(2).equals("in") == in;
        }
        if (term.startsWith("!")) {
            return !labels.containsKey(term.substring(1));
        }
        String[] pair = term.split("!=|==|=", 2);
        if (pair.length == 1) {
            return labels.containsKey(term);
        }
        return pair[1].equals(labels.get(pair[0])) != term.contains("!=");
    }

    private static boolean field(String term, Map<String, Object> object) {
        String[] pair = term.split("!=|==|=", 2);
        return Tree.text(object, pair[0].split("\\.")).equals(pair[1]) != term.contains("!=");
    }
}
