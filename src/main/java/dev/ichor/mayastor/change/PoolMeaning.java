package dev.ichor.mayastor.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it means that the file of a DiskPool came, went or changed. */
final class PoolMeaning {
    private static final Pattern SERIAL = Pattern.compile("# .*, serial (\\S+), [0-9]+ bytes.*");

    private PoolMeaning() {
    }

    /** True if only words for people differ, not the pool itself: so it is when a node is installed anew. */
    static boolean isSame(String before, String now) {
        List<Map<?, ?>> old = Manifests.read(before);
        return !old.isEmpty() && old.equals(Manifests.read(now));
    }

    /** A DiskPool as its file says. */
    private record Pool(String name, String namespace, String node, String disk, String serial,
                        Map<?, ?> document) {
        static Pool of(String path, String text) {
            Map<?, ?> document = Manifests.read(text).stream().findFirst().orElse(Map.of());
            String name = Manifests.text(document, "metadata", "name");
            List<?> disks = Manifests.at(document, "spec", "disks").filter(List.class::isInstance)
                    .map(list -> (List<?>) list).orElse(List.of());
            return new Pool(name.isEmpty() ? path.replaceAll("^.*/|\\.yaml$", "") : name,
                    Manifests.text(document, "metadata", "namespace"), Manifests.text(document, "spec", "node"),
                    link(disks), serial(text, link(disks)), document);
        }

        /** The first line tells it, for people; else the link holds it. */
        private static String serial(String text, String link) {
            Matcher told = SERIAL.matcher(text.lines().findFirst().orElse(""));
            return told.matches() ? told.group(1) : link;
        }

        private static String link(List<?> disks) {
            return String.join(", ", disks.stream().map(Pool::link).toList());
        }

        /** The part of a by-id link that tells the disk: model and serial number. */
        private static String link(Object device) {
            return device.toString().replaceFirst("^[a-z]+://", "").replaceFirst("\\?.*$", "")
                    .replaceFirst("^/dev/disk/by-id/", "");
        }

        String words() {
            return "pool " + name + " on node " + node + " (disk " + serial + ")";
        }

        String plugin() {
            return Commands.plugin(namespace);
        }
    }

    static Meaning of(Change.Kind kind, String path, String before, String now) {
        return switch (kind) {
            case ADDED -> new Meaning(Pool.of(path, now).words() + " is new", "");
            case REMOVED -> removed(Pool.of(path, before));
            case CHANGED -> changed(Pool.of(path, before), Pool.of(path, now));
        };
    }

    /** To delete the object of a pool with replicas is to lose them. */
    private static Meaning removed(Pool pool) {
        String in = " -n " + pool.namespace();
        return new Meaning(pool.words() + " is no longer planned", "Do not just delete it. If its disk lives: "
                + pool.plugin() + " cordon pool " + pool.name() + in + ", move its replicas away volume by volume ("
                + pool.plugin() + " scale volume VOLUME REPLICAS" + in + ", one more, then back), wait until "
                + pool.plugin() + " get pools" + in + " shows nothing used and all volumes are Online, then kubectl"
                + in + " delete diskpool " + pool.name() + ". If its disk is lost: " + pool.plugin() + " delete pool "
                + pool.name() + " --purge --show-impact" + in + " shows what would be lost with it; see the runbook"
                + " of a replaced disk");
    }

    private static Meaning changed(Pool old, Pool now) {
        List<String> texts = new ArrayList<>();
        List<String> mends = new ArrayList<>();
        Map<String, String> before = Manifests.leaves(old.document());
        Map<String, String> after = Manifests.leaves(now.document());
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(key -> before.getOrDefault(key, "").equals(after.getOrDefault(key, "")));
        if (all.contains("spec.disks")) {
            texts.add("DANGER: pool " + now.name() + " has another disk: " + old.disk() + " became " + now.disk());
            mends.add("Do not apply it: Mayastor does not follow a change of spec.disks, and the old disk may hold"
                    + " data. Retire the old pool first (runbook of a replaced disk), and give the new disk a pool of"
                    + " its own name");
        }
        if (all.contains("spec.node")) {
            texts.add("DANGER: pool " + now.name() + " goes from node " + old.node() + " to " + now.node());
            mends.add("Do not apply it: a pool does not move. Retire it where it is, then apply");
        }
        all.stream().filter(key -> key.endsWith("maxExpansion") || key.endsWith("clusterSize")
                || key.startsWith("spec.encryptionConfig")).forEach(key -> {
                    texts.add(key + " of pool " + now.name() + " changed, which a pool never takes once it is made");
                    mends.add("Leave the running pool as it is, or retire it and make it anew");
                });
        if (all.contains("apiVersion")) {
            texts.add("pool " + now.name() + " is written as " + after.get("apiVersion"));
            mends.add("Upgrade the chart first: its operator moves the pools that exist to that version");
        }
        if (texts.isEmpty()) {
            texts.add("pool " + now.name() + ": " + String.join(", ", all) + " changed");
        }
        return new Meaning(String.join("; ", texts), String.join(". ", mends.stream().distinct().toList()));
    }
}
