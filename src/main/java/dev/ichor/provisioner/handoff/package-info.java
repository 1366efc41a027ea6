/** Plans, gates, bundles and runs of clusters, from the stores. Thread-safe; knows the floors below. */
package dev.ichor.provisioner.handoff;
