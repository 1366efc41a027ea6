/**
 * Finds what is wrong with a configuration before a node does: Talos's own rules, and the hardware that it is for.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.document}, the input and findings of {@code talos.render},
 * {@code talos.node} for which nodes have pools. Pure; any thread.
 */
package dev.ichor.talos.check;
