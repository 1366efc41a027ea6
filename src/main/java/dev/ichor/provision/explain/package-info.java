/**
 * Why a machine did not boot: reads the exchanges of one machine and says in plain language how far it came and what
 * to look at.
 *
 * <p>May import: {@code base}, {@code machine}. Pure functions; the time comes in as a value.
 */
package dev.ichor.provision.explain;
