/**
 * The appliance's settings: every key with its default in one place ({@link dev.ichor.config.Keys}), read from file,
 * environment and command line, and every mistake in them reported at once.
 *
 * <p>May import: {@code base}, {@code yaml}. Values; safe from any thread once built.
 */
package dev.ichor.config;
