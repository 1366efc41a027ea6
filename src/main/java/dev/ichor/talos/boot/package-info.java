/**
 * With what Talos's kernel is started over the network.
 *
 * <p>May import: floors below, {@code talos}. Pure; any thread.
 */
package dev.ichor.talos.boot;
