/**
 * What a node needs beyond Talos's base: install disk, host name, networks, huge pages, modules, labels, mounts,
 * isolated cores, sinks; from its hardware, its roles and the cluster's plans.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.document}, the input and findings of {@code talos.render}.
 * Pure; safe from any thread.
 */
package dev.ichor.talos.node;
