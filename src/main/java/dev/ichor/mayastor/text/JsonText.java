package dev.ichor.mayastor.text;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of maps, collections, strings, numbers and booleans, on indented lines in the order that they have. */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonText() {
    }

    /** Ends with a newline. */
    public static String of(Object value) {
        return MAPPER.writeValueAsString(value).replace("\r\n", "\n") + "\n";
    }
}
