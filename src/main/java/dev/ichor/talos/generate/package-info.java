/**
 * What Talos's own generator writes for a node of each contract, and the versions and images that go with it.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.document}, {@code talos.secrets}, the findings of
 * {@code talos.render}. Pure; safe from any thread.
 */
package dev.ichor.talos.generate;
