package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import dev.ichor.kube.Machine.Drive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the pods write that look at nodes, and fio. The stand-in runs no containers: it knows its hardware. */
final class CheckPods {
    private final KubeObjects objects;
    private final Rack rack;

    CheckPods(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
    }

    /** @param exit of the container */
    record Result(int exit, String log) {
    }

    Result run(Key key, Map<String, Object> pod) {
        String node = Tree.text(pod, "spec", "nodeName");
        if (key.name().startsWith("ichor-disks-")) {
            return disks(rack.machine(node).orElseThrow());
        }
        if (key.name().startsWith("ichor-network-")) {
            return network(rack.machine(node).orElseThrow());
        }
        if (key.name().startsWith("ichor-check-fio")) {
            return rack.has(Trouble.FIO_FAILS) ? new Result(1, "fio: io_u error on file /volume/fio: Input/output error\n")
                    : new Result(0, "ichor-fio volume read\n" + fio("read", 900_000) + "ichor-fio volume randread\n"
                    + fio("randread", 120_000));
        }
        return new Result(0, "");
    }

    private Result disks(Machine machine) {
        List<String> lines = new ArrayList<>();
        boolean bad = false;
        for (Drive drive : machine.drives()) {
            String held = rack.contents(drive);
            boolean missing = rack.isFirst(drive) && rack.has(Trouble.DISK_MISSING);
            boolean good = !missing && (held.isEmpty() || held.equals("pool " + drive.pool()));
            bad |= !good;
            lines.add("ichor-disk " + drive.serial() + (missing ? " bad " + drive.link() + " is not there"
                    : good ? " ok " + (held.isEmpty() ? "blank" : held) : " bad it holds " + held));
            if (good) {
                lines.add("ichor-fio " + drive.serial() + " read");
                lines.add(fio("read", 3_000_000).strip());
                lines.add("ichor-fio " + drive.serial() + " randread");
                lines.add(fio("randread", 400_000).strip());
            }
        }
        return new Result(bad ? 1 : 0, String.join("\n", lines) + "\n");
    }

    private Result network(Machine machine) {
        boolean lost = rack.isFirst(machine.name()) && rack.has(Trouble.JUMBO_LOST);
        List<String> lines = new ArrayList<>();
        rack.machines().stream().filter(other -> other.storage() && other != machine).forEach(other -> lines.add(
                "ichor-jumbo " + machine.name() + " " + other.name() + (lost ? " bad no answer to packets of 9000 bytes"
                        : " ok 9000 bytes")));
        int pages = machine.hugepages();
        boolean engine = objects.all("pods").anyMatch(pod -> PodLife.role(pod).equals("io-engine") && PodLife.isReady(pod)
                && Tree.text(pod, "spec", "nodeName").equals(machine.name()));
        lines.add("ichor-hugepages " + machine.name() + " " + (engine ? pages - 1_024 : pages) + "/" + pages);
        return new Result(lost ? 1 : 0, String.join("\n", lines) + "\n");
    }

    /** @param kib per second */
    private static String fio(String kind, int kib) {
        Map<String, Object> figures = Tree.of("io_bytes", kib * 10_240L, "bw_bytes", kib * 1_024L, "bw", kib, "iops",
                kib / (kind.equals("read") ? 1_024.0 : 4.0), "runtime", 10_000, "clat_ns", Tree.of("mean", 91_000.0));
        return Tree.json(Tree.of("fio version", "fio-3.38", "jobs", List.of(Tree.of("jobname", kind, "error", 0, "read",
                figures, "write", Tree.of("bw_bytes", 0, "iops", 0.0))))) + "\n";
    }
}
