package dev.ichor.server.admin.api;

/** Body of {@code POST /api/v1/machines/{key}/orders}. */
@About("An order for the machine's agent.")
public record OrderRequest(@About(value = "What to do.", words = {"wait", "reboot", "poweroff", "boot-on", "read"})
                           String order) {
}
