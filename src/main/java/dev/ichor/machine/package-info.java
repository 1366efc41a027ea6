/**
 * Machines: who they are, what hardware they have, which stage they are in, and how an event changes that.
 *
 * <p>May import: {@code base}. Pure values and functions; safe from any thread.
 */
package dev.ichor.machine;
