package dev.ichor.talos.check.rule;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents, keys and types of values that Talos reads; its decoder refuses all others. */
public final class Fields {
    private static final Fields KNOWN = read();
    private static final Set<String> EVERY_DOCUMENT = Set.of("apiVersion", "kind");
    private static final int FIRST_MINOR = 10;

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Map<String, Field>> types = new LinkedHashMap<>();

    private record Kind(Contract first, String type) {
    }

    private record Field(String value, Contract first, Contract last) {
    }

    private Fields() {
    }

    /** The first contract that knows the kind; empty if none does. */
    public static Optional<Contract> since(String kind) {
        return Optional.ofNullable(KNOWN.kinds.get(kind)).map(Kind::first);
    }

    /** Reports keys that the contract does not know and values of the wrong type, at any depth. */
    public static void check(Part document, String kind, Contract contract) {
        boolean main = kind.equals(Document.V1ALPHA1);
        KNOWN.map(document, KNOWN.kinds.get(kind).type(), contract, main ? Set.of() : EVERY_DOCUMENT);
    }

    private void map(Part part, String type, Contract contract, Set<String> more) {
        if (!(part.value().orElse(Map.of()) instanceof Map<?, ?>)) {
            part.error("this must be a map of keys and values", "Write its keys below it, indented");
            return;
        }
        Map<String, Field> fields = types.get(type);
        part.entries().forEach((key, value) -> {
            Field field = fields.get(key);
            if (field == null && !more.contains(key)) {
                value.error("Talos " + contract + " knows no such key", "Remove it, or correct its name; known here: "
                        + String.join(", ", fields.keySet()));
            } else if (field != null && !contract.since(field.first())) {
                value.error("only Talos " + field.first() + " and newer know this key",
                        "Remove it, or use a newer Talos");
            } else if (field != null && contract.compareTo(field.last()) > 0) {
                value.error("only Talos up to " + field.last() + " knows this key", "Remove it");
            } else if (field != null) {
                value(value, field.value(), contract);
            }
        });
    }

    private void value(Part part, String value, Contract contract) {
        Object found = part.value().orElse("");
        switch (value.charAt(0)) {
            case '*' -> { }
            case 'b' -> expect(part, found instanceof Boolean, "true or false", "Write true or false without quotes");
            case 'i' -> expect(part, found instanceof Long, "a whole number", "Write a number without quotes");
            case 's' -> expect(part, !(found instanceof Map<?, ?> || found instanceof List<?>), "one text",
                    "Write one value");
            case '[' -> {
                expect(part, found instanceof List<?>, "a list", "Write each item on a line of its own after a hyphen");
                part.items().forEach(item -> value(item, inner(value), contract));
            }
            case '{' -> {
                expect(part, found instanceof Map<?, ?>, "a map of keys and values",
                        "Write its keys below it, indented");
                part.entries().values().forEach(item -> value(item, inner(value), contract));
            }
            default -> map(part, value, contract, Set.of());
        }
    }

    private static String inner(String value) {
        return value.substring(1, value.length() - 1);
    }

    private static void expect(Part part, boolean right, String what, String mend) {
        if (!right) {
            part.error("this must be " + what, mend);
        }
    }

    private static Fields read() {
        try (InputStream in = Fields.class.getResourceAsStream("fields.txt");
             BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Fields fields = new Fields();
            List<String> words = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(" ") && !words.isEmpty()) {
                    fields.add(words);
                    words.clear();
                }
                if (!line.startsWith("#")) {
                    words.addAll(List.of(line.strip().split(" ")));
                }
            }
            fields.add(words);
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(List<String> words) {
        if (words.getFirst().equals("kind")) {
            kinds.put(words.get(1), new Kind(minor(words.get(2)), words.get(3)));
            return;
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            int at = word.indexOf('@');
            String[] range = at < 0 ? new String[0] : word.substring(at + 1).split("-");
            fields.put(word.substring(0, equals), new Field(word.substring(equals + 1, at < 0 ? word.length() : at),
                    range.length > 0 ? minor(range[0]) : Contract.V1_10,
                    range.length > 1 ? minor(range[1]) : Contract.values()[Contract.values().length - 1]));
        }
        types.put(words.getFirst(), fields);
    }

    private static Contract minor(String number) {
        return Contract.values()[Integer.parseInt(number) - FIRST_MINOR];
    }
}
