/** Rows of bundles, runs, proofs and the timeline of hand-offs. Used inside the caller's transaction. */
package dev.ichor.store.handoff;
