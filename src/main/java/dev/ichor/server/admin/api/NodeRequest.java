package dev.ichor.server.admin.api;

/** Body of {@code PUT /api/v1/machines/{key}/node}. */
@About("The node that a machine shall be.")
public record NodeRequest(@About("Name of a declared node.") String node) {
}
