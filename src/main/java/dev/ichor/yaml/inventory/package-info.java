/**
 * Clusters, nodes and policies as YAML, one a file, and as JSON of the same form.
 *
 * <p>May import: floors 0 to 2, {@code yaml}. Safe from any thread.
 */
package dev.ichor.yaml.inventory;
