package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import java.time.Instant;

/**
 * For what a ticket is good.
 *
 * @param machine whose configuration
 * @param arm     id of the arm that allows it
 * @param boot    the boot that it was given to
 * @param arch    of that machine
 * @param hash    the first {@value #HASH} hexadecimal digits of the configuration's SHA-256
 * @param until   when it ends
 * @param asked   address to which it was given
 */
record Ticket(MachineId machine, String arm, BootId boot, Arch arch, String hash, Instant until, Ipv4 asked) {
    static final int HASH = 32;
}
