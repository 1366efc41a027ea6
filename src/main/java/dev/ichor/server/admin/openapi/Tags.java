package dev.ichor.server.admin.openapi;

import java.util.Map;
import java.util.TreeMap;

/** Words of the document that belong to no single route. */
final class Tags {
    /** Groups of routes, by name. */
    static final Map<String, String> ALL = all();
    /** Placeholders of paths. */
    static final Map<String, String> PLACES = Map.of(
            "key", "The machine's id, a MAC, its UUID, or its serial number if only one machine has it.",
            "hash", "SHA-256 of the fingerprint's archive.",
            "name", "The name, unique among its kind.",
            "id", "The id that the list shows.",
            "run", "The id of the run.");

    private Tags() {
    }

    private static Map<String, String> all() {
        Map<String, String> tags = new TreeMap<>();
        tags.put("machines", "Servers, by what they are recognised and where they stand.");
        tags.put("fingerprints", "Snapshots of a machine's hardware.");
        tags.put("disks", "Drives and what they are for.");
        tags.put("arms", "Permissions to overwrite named disks of one machine, once, until a time.");
        tags.put("clusters", "Talos and Kubernetes clusters, declared.");
        tags.put("nodes", "Places in clusters, declared or made by policies.");
        tags.put("policies", "Rules: which machines become which nodes.");
        tags.put("inventory", "The declared world as a folder of files.");
        tags.put("configurations", "What nodes get: their Talos configurations, and what they boot.");
        tags.put("installations", "Nodes while they install and run.");
        tags.put("handoff", "Mayastor on a cluster: plan, gates, bundle, runs.");
        tags.put("boot-methods", "How machines boot their own disk.");
        tags.put("leases", "Addresses given by DHCP.");
        tags.put("assets", "Files that machines boot.");
        tags.put("events", "What happened to machines.");
        tags.put("access", "Tokens, and the log of changes.");
        tags.put("webhooks", "Addresses that are told of events.");
        tags.put("system", "The appliance itself.");
        return tags;
    }
}
