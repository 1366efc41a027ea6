/**
 * The declared world: clusters, nodes and policies, what is wrong with them, and who becomes what.
 *
 * <p>May import: {@code base}, {@code machine}. Pure values and functions; safe from any thread.
 */
package dev.ichor.inventory;
