/**
 * Everything between an armed machine and a node that runs: the clusters' secrets, the nodes' configurations, tickets,
 * what nodes report, how they boot their disks, pushing a configuration.
 *
 * <p>May import: floors below, {@code provisioner}. Thread-safe.
 */
package dev.ichor.provisioner.talos;
