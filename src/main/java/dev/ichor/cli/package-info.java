/**
 * The {@code ichor} command: its subcommands, how their answers look, and the wiring of the appliance by hand.
 *
 * <p>May import: everything. Commands run on the main thread.
 */
package dev.ichor.cli;
