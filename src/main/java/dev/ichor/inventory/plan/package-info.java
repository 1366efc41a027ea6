/**
 * What would change if another world were declared.
 *
 * <p>May import: {@code base}, {@code machine}, {@code inventory}. Pure values and functions; safe from any thread.
 */
package dev.ichor.inventory.plan;
