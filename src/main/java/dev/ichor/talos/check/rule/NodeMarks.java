package dev.ichor.talos.check.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Labels, annotations and taints as Kubernetes takes them, and the roles of Talos. */
public final class NodeMarks {
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final int LONGEST = 63;
    private static final int LARGEST_ANNOTATIONS = 256 << 10;
    private static final Set<String> RESERVED =
            Set.of("talos.dev/owned-labels", "talos.dev/owned-annotations", "talos.dev/owned-taints");
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final Set<String> ROLES = Set.of("os:admin", "os:operator", "os:reader", "os:etcd:backup",
            "os:image:verifier", "os:meta:writer", "os:impersonator");
    private static final String NAME_MEND = "Write [prefix/]name; the name has at most 63 letters, digits, '-', '_' and"
            + " '.', the prefix is a domain in small letters";
    private static final String VALUE_MEND =
            "Write at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends";

    private NodeMarks() {
    }

    public static void labels(Part labels) {
        labels.entries().forEach((key, value) -> {
            key(key, value);
            value(value, value.text());
        });
    }

    public static void annotations(Part annotations) {
        int size = 0;
        for (Map.Entry<String, Part> entry : annotations.entries().entrySet()) {
            key(entry.getKey(), entry.getValue());
            if (RESERVED.contains(entry.getKey())) {
                entry.getValue().error("Talos keeps this annotation for itself", "Remove it");
            }
            size += entry.getKey().length() + entry.getValue().text().length();
        }
        if (size > LARGEST_ANNOTATIONS) {
            annotations.error("Kubernetes takes at most 256 KiB of annotations", "Shorten them");
        }
    }

    /** Values are {@code effect} or {@code value:effect}. */
    public static void taints(Part taints) {
        taints.entries().forEach((key, value) -> {
            key(key, value);
            int colon = value.text().lastIndexOf(':');
            value(value, colon < 0 ? "" : value.text().substring(0, colon));
            if (!EFFECTS.contains(value.text().substring(colon + 1))) {
                value.error("no effect of a taint", "Write [value:]effect with one of " + String.join(", ", EFFECTS));
            }
        });
    }

    /** Roles of the Talos API. */
    public static void roles(Part roles) {
        roles.items().stream().filter(role -> !ROLES.contains(role.text()))
                .forEach(role -> role.error("Talos has no such role", "Write e.g. os:reader"));
    }

    private static void key(String key, Part part) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash >= 0 && !Forms.isSubdomain(key.substring(0, slash)) || !isName(name)) {
            part.error("Kubernetes takes no such key", NAME_MEND);
        }
    }

    private static void value(Part part, String value) {
        if (!value.isEmpty() && !isName(value)) {
            part.error("Kubernetes takes no such value", VALUE_MEND);
        }
    }

    private static boolean isName(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches();
    }
}
