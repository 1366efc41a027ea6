package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;

/** What became of an order: one line for people. */
public record OrderAnswer(MachineId machine, String answer) {
}
