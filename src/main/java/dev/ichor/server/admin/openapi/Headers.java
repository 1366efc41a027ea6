package dev.ichor.server.admin.openapi;

import static dev.ichor.server.admin.openapi.Schemas.map;

import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers of requests and answers. */
final class Headers {
    private Headers() {
    }

    static List<Object> of(Route route) {
        List<Object> headers = new ArrayList<>();
        if (route.condition()) {
            headers.add(header("If-Match", "The ETag of what you have seen, or `*` for any. 428 without it if there is "
                    + "something, 412 if it was changed since."));
        }
        if (route.body() instanceof Body.Declaration) {
            headers.add(header("If-None-Match", "`*`: only if there is none yet."));
        }
        if (route.method().equals("GET") && route.given().type().isPresent()) {
            headers.add(header("If-None-Match", "ETags that you have: 304 if it is still one of them."));
        }
        if (route.method().equals("POST")) {
            headers.add(header("Idempotency-Key", "1 to 255 characters of your choice. The same request with the same "
                    + "key is done once, within a day."));
        }
        if (route.action() instanceof Route.Action.Streams) {
            headers.add(header("Last-Event-ID", "Sequence number of the last event that you have; wins over `after`."));
        }
        return headers;
    }

    private static Map<String, Object> header(String name, String about) {
        return map("name", name, "in", "header", "required", false, "description", about, "schema",
                map("type", "string"));
    }

    static Map<String, Object> ofAnswer(Route route) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (route.given().type().isPresent() && route.method().equals("GET")) {
            headers.put("ETag", map("description", "The version of what is answered.", "schema",
                    map("type", "string")));
        }
        if (route.query().stream().map(Parameter::name).anyMatch("limit"::equals)) {
            headers.put("Link", map("description", "`rel=\"next\"`: the next page, if there is one.", "schema",
                    map("type", "string")));
        }
        if (route.given().status() == 201) {
            headers.put("Location", map("description", "Where it is.", "schema", map("type", "string")));
        }
        return headers;
    }
}
