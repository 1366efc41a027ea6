package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /healthz} and {@code GET /readyz}: {@code problems} is empty if {@code status} is {@code ok}. */
public record Health(String status, List<String> problems) {
    public static Health of(List<String> problems) {
        return new Health(problems.isEmpty() ? "ok" : "not ready", problems);
    }
}
