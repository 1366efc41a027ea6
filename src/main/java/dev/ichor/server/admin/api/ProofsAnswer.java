package dev.ichor.server.admin.api;

/** Answer of {@code POST /api/v1/clusters/{name}/handoff/proofs}. */
@About("What became of proofs.")
public record ProofsAnswer(@About("How many were kept.") int kept) {
}
