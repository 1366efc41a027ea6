package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Exchange;

/**
 * One line of the timeline.
 *
 * @param number   from 1
 * @param attempt  which power-on it belongs to, from 1
 * @param exchange what happened
 * @param rom      true for a question of an iPXE that nobody loaded: it lies in the NIC's ROM and is firmware
 * @param note     what that means, for people; empty if the summary says it all
 */
public record Line(int number, int attempt, Exchange exchange, boolean rom, String note) {
}
