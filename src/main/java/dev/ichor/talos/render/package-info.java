/**
 * One node's configuration from everything that is known of it: Talos's own base, the cluster's patches, what Mayastor
 * and the hardware need, the operator's patches, and the check of the result.
 *
 * <p>May import: floors below, the other rooms of {@code talos}. Pure; safe from any thread.
 */
package dev.ichor.talos.render;
