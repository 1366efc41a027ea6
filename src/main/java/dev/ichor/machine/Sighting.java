package dev.ichor.machine;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One moment at which a machine asked what it does next. A record only: a question never changes a machine.
 *
 * @param at       when
 * @param from     address it asked from
 * @param boot     the boot that asks
 * @param mac      of the NIC it booted from
 * @param uuid     SMBIOS UUID as told, placeholder or not
 * @param firmware how its boot loader was started
 * @param arch     architecture of the boot loader
 * @param labels   what else it said of itself
 */
public record Sighting(Instant at, Ipv4 from, BootId boot, Mac mac, Optional<SystemUuid> uuid, Firmware firmware,
                       Arch arch, Labels labels) {
    /** SMBIOS texts and the boot loader's version, as told; each empty if not told. */
    public record Labels(String manufacturer, String product, String serial, String asset, String loader) {
        public static final Labels NONE = new Labels("", "", "", "", "");
    }

    /** What the question tells about who asks: the UUID unless it is a placeholder, and the one MAC. */
    public Identity identity() {
        return new Identity(uuid.filter(value -> !value.isPlaceholder()), List.of(mac));
    }
}
