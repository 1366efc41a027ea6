/**
 * Says what a disk carries, from its first and last MiB and samples between them. A disk is called blank only if every
 * byte that had to be read was read and is zero; the signatures below only give names to what is there.
 *
 * <p>May import: {@code base}, {@code machine.hardware}. Pure functions; safe from any thread.
 */
package dev.ichor.machine.facts.contents;
