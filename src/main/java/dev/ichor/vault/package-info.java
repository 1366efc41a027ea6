/**
 * Keeps secrets unreadable at rest: {@link dev.ichor.vault.Seal} encrypts, {@link dev.ichor.vault.SealKey} is the key
 * from a file or from systemd.
 *
 * <p>May import: floors below, {@code yaml}, BouncyCastle. Time and randomness come in. Any thread.
 */
package dev.ichor.vault;
