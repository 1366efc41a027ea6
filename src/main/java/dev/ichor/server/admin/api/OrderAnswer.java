package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;

/** What became of an order. */
@About("What became of an order.")
public record OrderAnswer(@About("For which machine.") MachineId machine,
                          @About("What will happen, or why nothing will, for people.") String answer) {
}
