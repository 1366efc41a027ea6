package dev.ichor.kube;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request.
 *
 * @param query first value of each parameter
 * @param type  content type of the body
 */
record KubeAsk(String method, String path, Map<String, String> query, String type, String accept, String agent,
               byte[] body) {
    String query(String name) {
        return query.getOrDefault(name, "");
    }

    boolean isDry() {
        return query("dryRun").equals("All");
    }

    boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    KubeSelector selector() {
        return new KubeSelector(query("labelSelector"), query("fieldSelector"));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
