/**
 * Makes and checks certificates and keys: the authorities of a new cluster, and the certificates of its clients.
 *
 * <p>May import: floors below and BouncyCastle. Keys are the JDK's; BouncyCastle writes and reads their encodings and
 * the certificates. Time and randomness come in. Any thread.
 */
package dev.ichor.vault.pki;
