package dev.ichor.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON pointers (RFC 6901) to the places that problems name. */
public final class Pointer {
    private static final Pattern LINE = Pattern.compile(":[0-9]+(?: (.*))?$", Pattern.DOTALL);
    private static final Pattern THING = Pattern.compile("[a-z]+/[-a-z0-9]*#(/.*)", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\\.?([^\\s.\\[\\]\"#]+)|\\[([0-9]+)\\]"
            + "|\\[\"((?:[^\"\\\\]|\\\\.)*+)\"\\]", Pattern.DOTALL);

    private Pointer() {
    }

    /**
     * The pointer for the {@code where} of a problem: {@code body:3 disks[1].role},
     * {@code nodes/worker-1#/disks/1/role} and {@code /disks/1/role} all give {@code /disks/1/role}; what names a file
     * alone gives the empty pointer, which is the whole document.
     */
    public static String ofProblem(String where) {
        Matcher thing = THING.matcher(where);
        if (where.startsWith("/") || thing.matches()) {
            return thing.matches() ? thing.group(1) : where;
        }
        Matcher line = LINE.matcher(where);
        return line.find() ? of(Optional.ofNullable(line.group(1)).orElse("")) : "";
    }

    /** The pointer for a {@link Mark#path()} such as {@code disks[1].role}; empty if it is none. */
    public static String of(String path) {
        StringBuilder out = new StringBuilder();
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!step.find() || step.start() != at) {
                return "";
            }
            String key = step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2)
                    : step.group(3).replaceAll("\\\\(.)", "$1");
            out.append('/').append(escape(key));
            at = step.end();
        }
        return out.toString();
    }

    /** A key as one step of a pointer. */
    public static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** The steps of a pointer, their escapes resolved. */
    public static List<String> steps(String pointer) {
        List<String> steps = new ArrayList<>();
        if (!pointer.isEmpty()) {
            for (String step : pointer.substring(1).split("/", -1)) {
                steps.add(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return steps;
    }

    /** The place of what the pointer names, or of the innermost thing around it that is there. */
    public static Mark mark(YamlNode root, String pointer) {
        YamlNode at = root;
        for (String step : steps(pointer)) {
            Optional<YamlNode> next = switch (at) {
                case YamlNode.Map map -> Optional.ofNullable(map.entries().get(step));
                case YamlNode.Seq seq -> step.matches("[0-9]{1,6}") && Integer.parseInt(step) < seq.items().size()
                        ? Optional.of(seq.items().get(Integer.parseInt(step))) : Optional.empty();
                case YamlNode.Scalar scalar -> Optional.empty();
            };
            if (next.isEmpty()) {
                return at instanceof YamlNode.Map ? at.mark().key(step, at.mark().line()) : at.mark();
            }
            at = next.get();
        }
        return at.mark();
    }
}
