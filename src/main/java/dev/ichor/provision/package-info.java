/**
 * The decisions: what a machine does next, and which boot file its firmware gets.
 *
 * <p>May import: {@code base}, {@code dhcp}, {@code tftp}, {@code machine}, {@code inventory}. Pure functions over
 * values; safe from any thread.
 */
package dev.ichor.provision;
