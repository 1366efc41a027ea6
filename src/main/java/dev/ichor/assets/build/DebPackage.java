package dev.ichor.assets.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Debian control paragraph says about a package (deb822(5), Debian Policy 5.3 and 7.1).
 *
 * @param name    the package
 * @param version its version
 * @param depends each entry a list of alternatives, names only: what is in one place fits together by itself
 */
record DebPackage(String name, String version, List<List<String>> depends) {
    DebPackage {
        depends = List.copyOf(depends);
    }

    /** All paragraphs of a text; those without a package name are left out. */
    static List<DebPackage> parse(String control) {
        List<DebPackage> found = new ArrayList<>();
        for (String paragraph : control.split("\n\\s*\n")) {
            Map<String, String> fields = fields(paragraph);
            if (fields.containsKey("Package")) {
                List<List<String>> depends = new ArrayList<>(relations(fields.getOrDefault("Pre-Depends", "")));
                depends.addAll(relations(fields.getOrDefault("Depends", "")));
                found.add(new DebPackage(fields.get("Package"), fields.getOrDefault("Version", ""), depends));
            }
        }
        return found;
    }

    private static Map<String, String> fields(String paragraph) {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : paragraph.split("\n")) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(last, line, String::concat);
            } else if (colon > 0) {
                last = line.substring(0, colon);
                fields.put(last, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** {@code a (>= 1) | b, c:any [amd64]} becomes {@code [[a, b], [c]]}. */
    private static List<List<String>> relations(String field) {
        return Arrays.stream(field.split(","))
                .map(entry -> Arrays.stream(entry.split("\\|"))
                        .map(name -> name.replaceFirst("[(\\[<:].*", "").strip())
                        .filter(name -> !name.isEmpty())
                        .toList())
                .filter(alternatives -> !alternatives.isEmpty())
                .toList();
    }
}
