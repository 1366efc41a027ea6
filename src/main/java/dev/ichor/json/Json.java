package dev.ichor.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.Contents;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values to JSON and back, without loss. Records become objects with their components in order, MACs and other small
 * values their text, times ISO 8601 in UTC, an absent value {@code null}, alternatives an object whose {@code is} names
 * it. Unknown members are ignored, so that a later version's data can be read.
 */
public final class Json {
    private static final int DEPTH = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build()).build())
            .addModule(new TextValues())
            .addMixIn(Contents.class, Kinds.class)
            .changeDefaultVisibility(checker -> checker.withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE).withIsGetterVisibility(Visibility.NONE))
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectReader STRICT = MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private Json() {
    }

    /** Alternatives are told apart by the simple name of their record. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Kinds {
    }

    /** The value on one line. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The value indented, for people. */
    public static String writePretty(Object value) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** @throws Malformed if the text is no JSON or does not fit the type */
    public static <T> T read(String text, Class<T> type) throws Malformed {
        return read(text, MAPPER.constructType(type));
    }

    /** @throws Malformed if the text is no JSON array or an element does not fit the type */
    public static <T> List<T> readList(String text, Class<T> type) throws Malformed {
        return read(text, MAPPER.getTypeFactory().constructCollectionType(List.class, type));
    }

    /**
     * Any JSON as plain values: maps in the order of their members, lists, strings, numbers, booleans and null.
     *
     * @throws Malformed if the text is no JSON, or an object names a member twice
     */
    public static Object tree(String text) throws Malformed {
        try {
            return STRICT.forType(Object.class).readValue(text);
        } catch (JacksonException e) {
            throw new Malformed("not JSON: " + e.getOriginalMessage() + place(e));
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    private static <T> T read(String text, JavaType type) throws Malformed {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new Malformed("not a value but null");
            }
            return value;
        } catch (JacksonException e) {
            throw new Malformed("not the expected JSON: " + e.getOriginalMessage() + " at " + e.getPathReference());
        }
    }
}
