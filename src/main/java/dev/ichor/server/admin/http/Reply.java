package dev.ichor.server.admin.http;

import dev.ichor.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param body    as text, without the newline that ends it; empty if there is none
 * @param raw     bytes in place of the text
 * @param headers beside the type
 * @param secret  whether it is shown only this once
 */
public record Reply(int status, String type, String body, Optional<byte[]> raw, Map<String, String> headers,
                    boolean secret) {
    public static final String JSON = "application/json";

    public static Reply of(Object value) {
        return new Reply(200, JSON, Json.write(value), Optional.empty(), Map.of(), false);
    }

    /** Something was made. */
    public static Reply created(Object value, String location) {
        return new Reply(201, JSON, Json.write(value), Optional.empty(), Map.of("Location", location), false);
    }

    /** It was done, and there is nothing to say. */
    public static Reply done() {
        return new Reply(204, JSON, "", Optional.empty(), Map.of(), false);
    }

    public static Reply text(String type, String body) {
        return new Reply(200, type, body, Optional.empty(), Map.of(), false);
    }

    public static Reply bytes(String type, byte[] bytes) {
        return new Reply(200, type, "", Optional.of(bytes), Map.of(), false);
    }

    public Reply status(int other) {
        return new Reply(other, type, body, raw, headers, secret);
    }

    /** The version of what is answered. */
    public Reply version(long version) {
        return header("ETag", "\"" + version + "\"");
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, body, raw, more, secret);
    }

    public Reply asSecret() {
        return new Reply(status, type, body, raw, headers, true);
    }
}
