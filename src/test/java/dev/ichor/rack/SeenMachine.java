package dev.ichor.rack;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What the admin API says of a machine, as far as the rack can judge it.
 *
 * @param uuid   SMBIOS UUID; empty if the API has none
 * @param serial system serial
 * @param disks  size in bytes by serial
 * @param nics   LLDP port id by MAC; empty where no neighbour was heard
 */
record SeenMachine(String uuid, String serial, Map<String, Long> disks, Map<String, String> nics) {
    SeenMachine {
        disks = Map.copyOf(disks);
        nics = Map.copyOf(nics);
    }

    /** Reads the answer of {@code GET /api/v1/machines/{id}}, which must hold a fingerprint. */
    static SeenMachine of(JsonNode machine) {
        JsonNode fingerprint = machine.path("latest").path("fingerprint");
        Map<String, Long> disks = new TreeMap<>();
        for (JsonNode disk : fingerprint.path("disks")) {
            disks.put(disk.path("serial").asString(""), disk.path("bytes").asLong(-1));
        }
        Map<String, String> nics = new TreeMap<>();
        for (JsonNode nic : fingerprint.path("nics")) {
            nics.put(nic.path("mac").asString(""), nic.path("lldp").path("port").asString(""));
        }
        JsonNode system = fingerprint.path("system");
        return new SeenMachine(system.path("uuid").asString(""), system.path("serial").asString(""), disks, nics);
    }

    /** True once the answer holds a fingerprint. */
    static boolean isFingerprinted(JsonNode machine) {
        return machine.path("latest").path("fingerprint").has("disks");
    }

    /** The MACs in the order of their value. */
    Set<String> macs() {
        return new TreeSet<>(nics.keySet());
    }
}
