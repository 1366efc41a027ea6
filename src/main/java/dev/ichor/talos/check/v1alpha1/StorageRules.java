package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.check.rule.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Disks that are partitioned, and partitions that are encrypted. */
final class StorageRules {
    private static final List<String> METHODS = List.of("static", "nodeID", "kms", "tpm");

    private StorageRules() {
    }

    static void check(Part machine) {
        for (Part disk : machine.at("disks").items()) {
            List<Part> partitions = disk.at("partitions").items();
            for (Part partition : partitions.subList(0, Math.max(0, partitions.size() - 1))) {
                if (partition.at("size").isEmpty() || partition.at("size").text().equals("0")) {
                    partition.at("size").error("only the last partition of a disk may take all that is left",
                            "Write its size");
                }
            }
        }
        for (String name : List.of("state", "ephemeral")) {
            Part partition = machine.at("systemDiskEncryption", name);
            if (partition.isThere()) {
                keys(partition.at("keys"));
            }
        }
    }

    private static void keys(Part keys) {
        if (keys.isEmpty()) {
            keys.error("an encrypted partition needs a key", "Add one, or remove the encryption");
        }
        Set<Long> slots = new HashSet<>();
        for (Part key : keys.items()) {
            if (!slots.add(key.at("slot").number().orElse(0))) {
                key.at("slot").error("two keys have this slot", "Give each key a slot of its own");
            }
            if (METHODS.stream().noneMatch(method -> key.at(method).isThere())) {
                key.error("nothing says where this key comes from", "Add one of " + String.join(", ", METHODS));
            }
        }
    }
}
