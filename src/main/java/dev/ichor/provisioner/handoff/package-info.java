/**
 * Plans, gates, bundles and runs of clusters, from the stores. Thread-safe; knows the floors below. Has the thread that
 * looks at the gates now and then.
 */
package dev.ichor.provisioner.handoff;
