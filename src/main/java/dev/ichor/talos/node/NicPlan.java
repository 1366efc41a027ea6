package dev.ichor.talos.node;

import dev.ichor.base.Mac;
import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.hardware.Nic;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the machine's NICs are for.
 *
 * @param management carries the node's own address; empty if the machine has none
 * @param storage    carry the storage network; the management NIC alone where it is shared; several: bonded
 * @param unused     left alone
 * @param others     with a link, for nothing in particular
 */
record NicPlan(Optional<Nic> management, List<Nic> storage, List<Nic> unused, List<Nic> others) {
    /** True if one NIC carries both networks. */
    boolean isShared() {
        return management.isPresent() && storage.size() == 1 && storage.getFirst().equals(management.get());
    }

    static NicPlan of(Sheet sheet) {
        List<Nic> nics = sheet.input.fingerprint().nics();
        named(sheet, nics);
        List<Nic> unused = having(sheet, NicOfNode.Use.UNUSED);
        List<Nic> wished = having(sheet, NicOfNode.Use.STORAGE);
        Optional<Nic> management = management(sheet, unused, wished);
        List<Nic> free = nics.stream().filter(nic -> !unused.contains(nic)
                && !management.equals(Optional.of(nic))).toList();
        List<Nic> storage = sheet.input.cluster().storage().isEmpty() ? List.of()
                : wished.isEmpty() ? byRule(sheet, management, free) : wished;
        return new NicPlan(management, storage, unused,
                free.stream().filter(nic -> nic.link() && !storage.contains(nic)).toList());
    }

    /** Each NIC that the node names must be there, once. */
    private static void named(Sheet sheet, List<Nic> nics) {
        Set<Mac> seen = new HashSet<>();
        for (NicOfNode wish : sheet.input.node().nics()) {
            long there = nics.stream().filter(nic -> nic.mac().equals(wish.mac())).count();
            if (there != 1) {
                sheet.error(sheet.node("/nics"), "the machine has " + (there == 0 ? "no NIC" : there + " NICs")
                        + " with the MAC " + wish.mac(), "Name NICs of the machine by their permanent MACs");
            }
            if (!seen.add(wish.mac())) {
                sheet.error(sheet.node("/nics"), "the NIC " + wish.mac() + " is named twice", "Name it once");
            }
        }
        if (sheet.input.node().nics().stream().filter(wish -> wish.use() == NicOfNode.Use.MANAGEMENT).count() > 1) {
            sheet.error(sheet.node("/nics"), "several NICs are for management", "Name one");
        }
    }

    private static List<Nic> having(Sheet sheet, NicOfNode.Use use) {
        return sheet.input.fingerprint().nics().stream().filter(nic -> sheet.input.node().nics().stream()
                .anyMatch(wish -> wish.use() == use && wish.mac().equals(nic.mac()))).toList();
    }

    private static Optional<Nic> management(Sheet sheet, List<Nic> unused, List<Nic> wished) {
        List<Nic> named = having(sheet, NicOfNode.Use.MANAGEMENT);
        if (!named.isEmpty()) {
            return Optional.of(named.getFirst());
        }
        List<Nic> free = sheet.input.fingerprint().nics().stream()
                .filter(nic -> !unused.contains(nic)).toList();
        Optional<Nic> booted = free.stream().filter(Nic::booted).findFirst();
        if (booted.isPresent()) {
            return booted;
        }
        List<Nic> left = free.stream().filter(nic -> !wished.contains(nic)).toList();
        List<Nic> up = left.stream().filter(Nic::link).toList();
        if (left.isEmpty()) {
            sheet.error(sheet.node("/nics"), "the machine has no NIC for the management network",
                    "Look at its NICs, and name one with the use management");
        } else if (up.size() != 1) {
            sheet.warning(sheet.node("/nics"), "the machine booted from no NIC that is known, and "
                    + (up.isEmpty() ? "none" : up.size()) + " of its NICs have a link",
                    "Name the NIC for management");
        }
        return up.isEmpty() ? left.stream().findFirst() : Optional.of(up.getFirst());
    }

    private static List<Nic> byRule(Sheet sheet, Optional<Nic> management, List<Nic> free) {
        List<Nic> up = free.stream().filter(Nic::link)
                .sorted(Comparator.comparing((Nic nic) -> nic.speed().orElse(0)).reversed()).toList();
        List<Nic> shared = management.stream().toList();
        String where = sheet.cluster("/storage/link");
        return switch (sheet.input.cluster().storage().orElseThrow().link()) {
            case AUTO -> up.isEmpty() ? shared : List.of(up.getFirst());
            case SHARED -> shared;
            case SEPARATE -> {
                if (up.isEmpty()) {
                    sheet.error(where, "the machine has no NIC with a link beside the one for management",
                            "Plug in a cable, name NICs at the node, or let the networks share a NIC");
                }
                yield up.stream().limit(1).toList();
            }
            case BOND -> {
                List<Nic> fastest = up.stream().filter(nic -> nic.speed().equals(up.getFirst().speed())).toList();
                if (fastest.size() < 2) {
                    sheet.error(where, "a bond needs two NICs of one speed with a link beside the one for management;"
                            + " the machine has " + (fastest.isEmpty() ? "none" : "one"),
                            "Plug in a cable, or name NICs for storage at the node");
                }
                yield fastest;
            }
        };
    }

    /** The mode of a bond of the storage NICs; empty if there is none. */
    Optional<String> bond(StorageNetwork network) {
        return storage.size() > 1 ? Optional.of(network.bond()) : Optional.empty();
    }
}
