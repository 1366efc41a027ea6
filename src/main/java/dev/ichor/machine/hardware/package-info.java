/**
 * The parts a fingerprint is made of, as plain records. Unknown is absent, never zero.
 *
 * <p>May import: {@code base}. Pure values; safe from any thread.
 */
package dev.ichor.machine.hardware;
