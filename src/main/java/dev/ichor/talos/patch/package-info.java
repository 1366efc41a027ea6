/**
 * Changes configurations as operators want: strategic merge as Talos does it, JSON patch (RFC 6902), and the comparison
 * and masking of results.
 *
 * <p>May import: floors below, {@code talos.document}, the findings of {@code talos.render}. Pure; any thread.
 */
package dev.ichor.talos.patch;
