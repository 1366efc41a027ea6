/**
 * What all rules share: a value with the place where it stands, the keys that Talos knows, and forms of texts.
 *
 * <p>May import: floors below, {@code talos}, {@code talos.document}, the findings of {@code talos.render}. Pure; a
 * {@link dev.ichor.talos.check.rule.Scope} is used by one thread.
 */
package dev.ichor.talos.check.rule;
