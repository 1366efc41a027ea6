package dev.ichor.provisioner;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import java.util.Optional;

/**
 * An agent whose token was found good: the boot it belongs to, and what iPXE said of its machine.
 * Made by {@link Provisioner#agent} alone.
 *
 * @param uuid as iPXE told, placeholder or not
 */
public record Agent(BootId boot, Mac mac, Optional<SystemUuid> uuid) {
}
