/**
 * Reads a cluster's secrets from Talos's files, checks them, and keeps them sealed.
 *
 * <p>May import: floors below, {@code yaml}, {@code vault}, {@code vault.pki}. Problems name the field and never what
 * it holds. Nothing is kept; any thread.
 */
package dev.ichor.vault.secrets;
