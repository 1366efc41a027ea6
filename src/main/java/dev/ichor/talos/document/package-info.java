/**
 * Talos's configuration as a list of documents of plain values, and its text.
 *
 * <p>May import: {@code base}, SnakeYAML for writing. Immutable values; safe from any thread.
 */
package dev.ichor.talos.document;
