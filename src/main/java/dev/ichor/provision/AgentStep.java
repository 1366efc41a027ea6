package dev.ichor.provision;

import dev.ichor.machine.Order;

/**
 * What a machine in the discovery agent does next.
 *
 * @param turn   the machine's turn that this answer belongs to
 * @param order  what to do
 * @param reason why; shown on its console
 */
public record AgentStep(long turn, Order.Kind order, Reason reason) {
}
