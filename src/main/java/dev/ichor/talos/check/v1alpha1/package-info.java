/**
 * Rules for the document without a kind, in which older Talos keeps nearly everything.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.check.rule}. Pure; any thread.
 */
package dev.ichor.talos.check.v1alpha1;
