/**
 * The secrets of a cluster as values, and the three files that carry them: {@code secrets.yaml}, {@code talosconfig},
 * {@code kubeconfig}, written as {@code talosctl} writes them.
 *
 * <p>May import: {@code base}. Every record that holds a secret prints itself without it. Making and checking keys
 * needs a library and is done one floor up. Everything is immutable; any thread.
 */
package dev.ichor.talos.secrets;
