package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import dev.ichor.kube.Machine.Drive;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the kind DiskPool, and pools of DiskPools, as Mayastor's operator does: it never asks what is on a disk. */
final class PoolOperator {
    static final String POOLS = "diskpools.openebs.io";
    private final KubeObjects objects;
    private final Rack rack;

    PoolOperator(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
    }

    void step() {
        Optional<Map<String, Object>> operator = objects.all("pods").filter(pod -> PodLife.role(pod)
                .equals("operator-diskpool") && PodLife.isReady(pod)).findFirst();
        Key crd = new Key(Controllers.CRDS, "", POOLS);
        if (operator.isPresent() && objects.get(crd).isEmpty() && !rack.has(Trouble.CRD_NEVER)) {
            objects.create(crd, Controllers.definition("openebs.io", "diskpools", "DiskPool",
                    List.of(api(operator.get())), List.of("dsp")));
        }
        if (operator.isPresent()) {
            objects.entries(POOLS).forEach(entry -> pool(entry.getKey(), entry.getValue()));
        }
    }

    /** Up to Mayastor 2.8 the older version. */
    private static String api(Map<String, Object> pod) {
        String image = Tree.text(Tree.listAt(pod, "spec", "containers").getFirst(), "image");
        return image.matches(".*:v?2\\.[678]\\..*") ? "v1beta2" : "v1beta3";
    }

    private void pool(Key key, Map<String, Object> pool) {
        if (objects.age(key) < 1) {
            return;
        }
        String node = Tree.text(pool, "spec", "node");
        String disk = Tree.listAt(pool, "spec", "disks").getFirst().toString().replaceFirst("^(aio|uring)://", "")
                .replaceFirst("\\?.*", "");
        Optional<String> error = obstacle(key, node, disk);
        if (error.isPresent()) {
            status(key, "Creating", "Unknown", error.get());
            return;
        }
        Drive drive = drive(node, disk).orElseThrow();
        boolean made = Tree.text(pool, "status", "cr_state").equals("Created");
        Optional<String> refused = made ? Optional.empty()
                : rack.isFirst(drive) && rack.has(Trouble.POOL_FOREIGN) ? Optional.of("ForeignPoolName")
                : rack.makePool(drive, key.name());
        if (refused.isPresent()) {
            objects.say(key, "DiskPool", "Warning", "Failure", "unable to create or import pool: " + refused.get());
            status(key, "Creating", "Unknown", refused.get());
            return;
        }
        status(key, "Created", rack.isFirst(drive) && rack.has(Trouble.POOL_FAULTED) ? "Faulted" : "Online", "");
    }

    private Optional<Drive> drive(String node, String link) {
        return rack.machine(node).stream().flatMap(machine -> machine.drives().stream())
                .filter(drive -> drive.link().equals(link)).findFirst();
    }

    private Optional<String> obstacle(Key key, String node, String disk) {
        if (Tree.text(objects.get(key).orElseThrow(), "status", "cr_state").equals("Created")) {
            return Optional.empty();
        }
        boolean engine = objects.all("pods").anyMatch(pod -> PodLife.role(pod).equals("io-engine")
                && PodLife.isReady(pod) && Tree.text(pod, "spec", "nodeName").equals(node));
        if (!engine) {
            objects.say(key, "DiskPool", "Warning", "Failure", "unable to find io-engine node " + node);
            return Optional.of("NodeIsUnknown");
        }
        if (!disk.matches("/dev/disk/by-(id|path|partlabel|partuuid|label)/.+|/dev/mapper/.+")) {
            objects.say(key, "DiskPool", "Warning", "Failure", "InvalidDevlink: " + disk + " is not persistent");
            return Optional.of("InvalidDiskUri");
        }
        Optional<Drive> drive = drive(node, disk);
        boolean stuck = drive.filter(one -> rack.isFirst(one) && rack.has(Trouble.POOL_STUCK)).isPresent();
        if (drive.isEmpty() || stuck) {
            objects.say(key, "DiskPool", "Warning", "Missing", "The block device(s): " + disk + " can not be found");
            return Optional.of("DiskNotFound");
        }
        return Optional.empty();
    }

    private void status(Key key, String state, String pool, String error) {
        boolean good = pool.equals("Online");
        Map<String, Object> status = Tree.of("cr_state", state, "pool_status", pool, "status", pool,
                "capacity", 100L << 30, "used", 0, "available", 100L << 30, "alertError", good ? "Healthy" : "",
                "conditions", List.of(Tree.of("type", "PoolReady", "status", good ? "True" : "False",
                        "reason", error.isEmpty() ? pool : error)));
        status.put("error", error.isEmpty() ? null : Tree.of("code", error, "message", error));
        objects.status(key, status);
    }
}
