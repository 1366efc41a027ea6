/**
 * Which policy a machine falls under, and why.
 *
 * <p>May import: {@code base}, {@code machine}, {@code inventory}. Pure values and functions; safe from any thread.
 */
package dev.ichor.inventory.policy;
