package dev.ichor.server.admin.api;

/** Body of {@code POST /api/v1/machines/{key}/orders}: {@code wait}, {@code reboot}, {@code poweroff}, {@code boot-on}. */
public record OrderRequest(String order) {
}
