/**
 * Reads what the discovery agent uploads: an archive of raw files becomes a fingerprint. The contract is
 * {@code boot-assets/discovery/FACTS.md}. A missing file makes a part absent and leaves a note; only an archive that
 * breaks the contract as a whole is refused.
 *
 * <p>May import: {@code base}, {@code machine}, {@code machine.hardware}, {@code machine.facts.contents}. Pure
 * functions; safe from any thread.
 */
package dev.ichor.machine.facts;
