/**
 * Small values that every other package speaks: addresses, identities, hashes, problems.
 *
 * <p>May import: the JDK only. Everything here is immutable and safe to share between threads, except
 * {@link dev.ichor.base.Problems}, which one thread fills.
 */
package dev.ichor.base;
