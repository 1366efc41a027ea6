package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's table of neighbours: which MAC answered for an address a moment ago. */
final class Neighbours {
    private static final Path ARP = Path.of("/proc/net/arp");

    private Neighbours() {
    }

    static Optional<Mac> find(Ipv4 address) {
        try {
            return find(Files.readString(ARP), address);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param table as the kernel prints it: address, type, flags, MAC, mask, device; flag 2 is a complete entry */
    static Optional<Mac> find(String table, Ipv4 address) {
        String wanted = address.toString();
        return table.lines().map(line -> line.trim().split("\\s+"))
                .filter(cells -> cells.length >= 4 && cells[0].equals(wanted) && !cells[2].equals("0x0")).findFirst()
                .flatMap(cells -> mac(cells[3]));
    }

    private static Optional<Mac> mac(String text) {
        try {
            return Optional.of(Mac.parse(text)).filter(mac -> !mac.isUnusable());
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
