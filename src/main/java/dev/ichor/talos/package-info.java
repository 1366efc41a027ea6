/**
 * Talos Linux as values: versions and contracts here, its configuration, secrets, kernel arguments and events in the
 * rooms below.
 *
 * <p>May import: floors below. Pure; safe from any thread.
 */
package dev.ichor.talos;
