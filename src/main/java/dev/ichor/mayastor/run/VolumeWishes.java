package dev.ichor.mayastor.run;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Judges a volume as Mayastor's REST API tells it. */
final class VolumeWishes {
    private static final Pattern HOST = Pattern.compile("^nvmf\\+?[a-z+]*://([0-9.]+):");

    private VolumeWishes() {
    }

    /** Replicas by node, with their state. */
    private static Map<String, String> replicas(JsonNode volume) {
        Map<String, String> replicas = new TreeMap<>();
        volume.at("/state/replica_topology").properties().forEach(entry -> replicas.put(
                Wishes.text(entry.getValue().path("node")), Wishes.text(entry.getValue().path("state"))));
        return replicas;
    }

    static Standing online(Wish.ReplicasOnline wish, JsonNode volume) {
        Map<String, String> replicas = replicas(volume);
        String status = Wishes.text(volume.at("/state/status"));
        Set<String> domains = new TreeSet<>();
        List<String> open = new ArrayList<>();
        replicas.forEach((node, state) -> {
            domains.add(wish.domains().getOrDefault(node, node));
            if (!state.equals("Online")) {
                open.add("the replica on " + node + " is " + (state.isEmpty() ? "unknown" : state));
            }
        });
        String where = String.join(", ", replicas.keySet());
        if (!status.equals("Online")) {
            open.add("the volume is " + (status.isEmpty() ? "unknown" : status));
        }
        if (replicas.size() < wish.replicas()) {
            open.add("it has " + replicas.size() + " of " + wish.replicas() + " replicas"
                    + (where.isEmpty() ? "" : ", on " + where));
        } else if (domains.size() < replicas.size()) {
            return new Standing.Never("two replicas share a failure domain: they are on " + where + ", in "
                    + String.join(", ", domains));
        }
        String host = host(volume);
        if (!wish.storage().isEmpty() && !host.isEmpty() && !isIn(host, wish.storage())) {
            return new Standing.Never("the volume is served at " + host + ", outside the storage network "
                    + wish.storage());
        }
        return open.isEmpty() ? new Standing.Done(replicas.size() + (replicas.size() == 1 ? " replica is" : " replicas "
                + "are") + " online, on " + where + (host.isEmpty() ? "" : "; served at " + host))
                : new Standing.Waiting(String.join("; ", open));
    }

    private static String host(JsonNode volume) {
        Matcher uri = HOST.matcher(Wishes.text(volume.at("/state/target/deviceUri")));
        return uri.find() ? uri.group(1) : "";
    }

    private static boolean isIn(String host, String subnet) {
        try {
            return Subnet.parse(subnet).contains(Ipv4.parse(host));
        } catch (Malformed e) {
            return false;
        }
    }
}
