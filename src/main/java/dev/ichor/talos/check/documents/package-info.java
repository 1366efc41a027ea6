/**
 * Rules for the documents that have a kind, one class for each room: links, host, volumes, Kubernetes.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.check.rule}. Pure; any thread.
 */
package dev.ichor.talos.check.documents;
