package dev.ichor.talos.patch;

import dev.ichor.yaml.Mark;
import dev.ichor.yaml.Pointer;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * JSON patch (RFC 6902) with JSON pointers (RFC 6901), in the order of the list; the first operation that fails ends
 * it. At most {@value #MOST_OPERATIONS} operations that add at most {@value #MOST_VALUES} values, no deeper than
 * {@value #DEEPEST} levels, since {@code copy} could double a document each time.
 */
final class JsonPatch {
    static final int MOST_OPERATIONS = 1000;
    static final int MOST_VALUES = 100_000;
    static final int DEEPEST = 60;

    private final Complaints complaints;
    private int added;

    private JsonPatch(Complaints complaints) {
        this.complaints = complaints;
    }

    enum Op { ADD, REMOVE, REPLACE, MOVE, COPY, TEST }

    /**
     * One operation.
     *
     * @param value for add, replace and test
     * @param from  for move and copy
     */
    record Operation(Mark mark, Op op, List<String> path, Optional<YamlNode> value, List<String> from) {
        Operation {
            path = List.copyOf(path);
            from = List.copyOf(from);
        }
    }

    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String what) {
            super(what);
        }
    }

    static List<Operation> read(YamlNode.Seq list, Complaints complaints) {
        if (list.items().size() > MOST_OPERATIONS) {
            complaints.error(list.mark(), "more than " + MOST_OPERATIONS + " operations", "Make it several patches");
            return List.of();
        }
        if (list.items().isEmpty()) {
            complaints.error(list.mark(), "says nothing", "Remove it");
        }
        List<Operation> out = new ArrayList<>();
        list.items().forEach(item -> operation(item, complaints).ifPresent(out::add));
        return out;
    }

    private static Optional<Operation> operation(YamlNode item, Complaints complaints) {
        if (!(item instanceof YamlNode.Map map)) {
            complaints.error(item.mark(), "is " + item.kind() + ", not an operation",
                    "Write `op`, `path` and `value`");
            return Optional.empty();
        }
        Optional<Op> op = op(map, complaints);
        Optional<List<String>> path = pointer(map, "path", complaints);
        if (op.isEmpty() || path.isEmpty()) {
            return Optional.empty();
        }
        Optional<YamlNode> value = Optional.ofNullable(map.entries().get("value"));
        return switch (op.get()) {
            case ADD, REPLACE, TEST -> {
                if (value.isEmpty()) {
                    complaints.error(map.mark(), "has no value", "Add `value: ...`");
                }
                yield value.map(_ -> new Operation(map.mark(), op.get(), path.get(), value, List.of()));
            }
            case REMOVE -> Optional.of(new Operation(map.mark(), op.get(), path.get(), Optional.empty(), List.of()));
            case MOVE, COPY -> pointer(map, "from", complaints).map(from -> new Operation(map.mark(), op.get(),
                    path.get(), Optional.empty(), from));
        };
    }

    private static Optional<Op> op(YamlNode.Map map, Complaints complaints) {
        Optional<Op> op = Optional.empty();
        for (Op one : Op.values()) {
            if (map.entries().get("op") instanceof YamlNode.Scalar scalar
                    && scalar.text().equals(one.name().toLowerCase(Locale.ROOT))) {
                op = Optional.of(one);
            }
        }
        if (op.isEmpty()) {
            complaints.error(map.mark(), "has no `op` that is known",
                    "Write add, remove, replace, move, copy or test");
        }
        return op;
    }

    private static Optional<List<String>> pointer(YamlNode.Map map, String key, Complaints complaints) {
        if (map.entries().get(key) instanceof YamlNode.Scalar scalar
                && scalar.text().matches("(?s)(/([^~/]|~[01])*+)*+") && !(scalar.text().isEmpty() && scalar.plain())) {
            return Optional.of(Pointer.steps(scalar.text()));
        }
        complaints.error(map.mark(), "has no `" + key + "` that is a JSON pointer",
                "Write it as /machine/network/..., with ~1 for a slash and ~0 for a tilde in a key");
        return Optional.empty();
    }

    /** Does them all in a document that may be changed. It is of no use if there is an error then. */
    static void apply(Map<String, Object> body, List<Operation> operations, Complaints complaints) {
        JsonPatch patch = new JsonPatch(complaints);
        for (Operation operation : operations) {
            try {
                patch.one(body, operation);
            } catch (Failed e) {
                complaints.error(operation.mark(), operation.op().name().toLowerCase(Locale.ROOT) + " "
                        + shown(operation.path()) + ": " + e.getMessage(), "Nothing of this patch was applied");
                return;
            }
        }
        if (body.containsKey("kind")) {
            complaints.error(operations.getFirst().mark(), "gives the document of machine and cluster a kind",
                    "Merge a document of that kind instead");
        }
    }

    private void one(Map<String, Object> body, Operation operation) throws Failed {
        List<String> path = operation.path();
        switch (operation.op()) {
            case ADD -> add(body, path, fresh(operation));
            case REMOVE -> remove(body, path);
            case REPLACE -> {
                get(body, path);
                replace(body, path, fresh(operation));
            }
            case TEST -> {
                if (!Objects.equals(get(body, path), value(operation))) {
                    throw new Failed("another value is there");
                }
            }
            case COPY -> add(body, path, counted(Plain.copy(get(body, operation.from())), path.size()));
            case MOVE -> {
                List<String> from = operation.from();
                if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
                    throw new Failed("cannot be moved into itself");
                }
                Object value = get(body, from);
                if (!path.equals(from)) {
                    remove(body, from);
                    add(body, path, counted(value, path.size()));
                }
            }
        }
    }

    private Object fresh(Operation operation) throws Failed {
        return counted(value(operation), operation.path().size());
    }

    private Object value(Operation operation) {
        return value(operation, new Plain(complaints));
    }

    /** The value of an operation that has one, else an empty text. */
    static Object value(Operation operation, Plain plain) {
        List<String> path = operation.path();
        boolean texts = path.size() > 1 && Plain.isOfTexts(path.get(path.size() - 2))
                || !path.isEmpty() && Plain.isOfTexts(path.getLast());
        return operation.value().map(node -> plain.value(node, texts)).orElse("");
    }

    private Object counted(Object value, int depth) throws Failed {
        count(value, depth);
        return value;
    }

    private void count(Object value, int depth) throws Failed {
        if (depth > DEEPEST) {
            throw new Failed("nested deeper than " + DEEPEST + " levels");
        }
        if (++added > MOST_VALUES) {
            throw new Failed("the patch makes more than " + MOST_VALUES + " values");
        }
        switch (value) {
            case Map<?, ?> map -> {
                for (Object item : map.values()) {
                    count(item, depth + 1);
                }
            }
            case List<?> list -> {
                for (Object item : list) {
                    count(item, depth + 1);
                }
            }
            default -> {
            }
        }
    }

    private static Object get(Object root, List<String> path) throws Failed {
        Object at = root;
        for (int i = 0; i < path.size(); i++) {
            at = switch (at) {
                case Map<?, ?> map -> map.get(path.get(i));
                case List<?> list -> list.get(index(path.get(i), list.size() - 1));
                default -> null;
            };
            if (at == null) {
                throw new Failed("there is no " + shown(path.subList(0, i + 1)));
            }
        }
        return at;
    }

    private static int index(String step, int last) throws Failed {
        if (!step.matches("0|[1-9][0-9]{0,6}") || Integer.parseInt(step) > last) {
            throw new Failed(shown(List.of(step)).substring(1) + " is no place in a list of " + (last + 1));
        }
        return Integer.parseInt(step);
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, Object> body, List<String> path, Object value) throws Failed {
        if (path.isEmpty()) {
            whole(body, value);
            return;
        }
        String last = path.getLast();
        switch (get(body, path.subList(0, path.size() - 1))) {
            case Map<?, ?> map -> ((Map<String, Object>) map).put(last, value);
            case List<?> list -> ((List<Object>) list).add(last.equals("-") ? list.size()
                    : index(last, list.size()), value);
            default -> throw new Failed("nothing can be added to a single value");
        }
    }

    private static void replace(Map<String, Object> body, List<String> path, Object value) throws Failed {
        if (!path.isEmpty() && get(body, path.subList(0, path.size() - 1)) instanceof List<?>) {
            remove(body, path);
        }
        add(body, path, value);
    }

    private static void remove(Map<String, Object> body, List<String> path) throws Failed {
        get(body, path);
        if (path.isEmpty()) {
            throw new Failed("the whole document cannot be taken away");
        }
        switch (get(body, path.subList(0, path.size() - 1))) {
            case Map<?, ?> map -> map.remove(path.getLast());
            case List<?> list -> list.remove(index(path.getLast(), list.size() - 1));
            default -> throw new Failed("there is nothing");
        }
    }

    private static void whole(Map<String, Object> body, Object value) throws Failed {
        if (!(value instanceof Map<?, ?> map) || map.containsKey("kind")) {
            throw new Failed("the document must stay the one of machine and cluster");
        }
        Map<String, Object> all = Plain.copy(map);
        body.clear();
        body.putAll(all);
    }

    private static String shown(List<String> path) {
        StringBuilder out = new StringBuilder();
        path.forEach(step -> out.append('/').append(Pointer.escape(step)));
        return out.length() > 200 ? out.substring(0, 200) + "..." : out.toString();
    }
}
