/**
 * Which disk may have which role, and which it should have.
 *
 * <p>May import: {@code base}, {@code machine}, {@code inventory}. Pure values and functions; safe from any thread.
 */
package dev.ichor.inventory.roles;
