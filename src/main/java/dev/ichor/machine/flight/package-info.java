/**
 * What the appliance saw of a boot: one record for each exchange with a machine, whichever protocol carried it.
 *
 * <p>May import: {@code base}, {@code machine}. Values only; safe from any thread, except where a type says otherwise.
 */
package dev.ichor.machine.flight;
