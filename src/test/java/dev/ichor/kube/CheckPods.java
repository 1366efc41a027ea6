package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import dev.ichor.kube.Machine.Drive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the check pods of a bundle write. The stand-in runs no containers: it reads the arguments of their scripts and
 * answers for its hardware in the scripts' words.
 */
final class CheckPods {
    private static final int DISK = 6;
    private static final int ENGINE = 1_024;
    private final KubeObjects objects;
    private final Rack rack;

    CheckPods(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
    }

    /** @param exit of the container */
    record Result(int exit, String log) {
        static Result of(boolean good, List<String> lines) {
            return new Result(good ? 0 : 1, String.join("\n", lines) + "\n");
        }
    }

    Result run(Key key, Map<String, Object> pod) {
        List<String> arguments = arguments(pod);
        if (key.name().startsWith("ichor-disks-")) {
            return disks(rack.machine(Tree.text(pod, "spec", "nodeName")).orElseThrow(), arguments);
        }
        if (key.name().startsWith("ichor-network-")) {
            return network(rack.machine(Tree.text(pod, "spec", "nodeName")).orElseThrow(), arguments);
        }
        return key.name().startsWith("ichor-check-fio") ? volume(arguments) : new Result(0, "");
    }

    /** What follows {@code sh -c SCRIPT NAME}. */
    private static List<String> arguments(Map<String, Object> pod) {
        List<String> command = Tree.listAt(Tree.listAt(pod, "spec", "containers").getFirst(), "command").stream()
                .map(Object::toString).toList();
        return command.size() > 4 ? command.subList(4, command.size()) : List.of();
    }

    private Result disks(Machine machine, List<String> arguments) {
        List<String> lines = new ArrayList<>();
        boolean good = !arguments.isEmpty();
        for (int i = 0; i < arguments.size(); i += DISK) {
            List<String> disk = arguments.subList(i, i + DISK);
            Optional<String> bad = bad(machine, disk);
            good &= bad.isEmpty();
            lines.add("ichor-disk " + disk.get(2) + bad.map(words -> " bad " + words).orElseGet(() -> " ok "
                    + (rack.contents(drive(machine, disk).orElseThrow()).isEmpty() ? "is blank"
                            : "carries its pool " + disk.getFirst())));
        }
        for (int i = 0; good && i < arguments.size(); i += DISK) {
            lines.addAll(fio("disk " + arguments.get(i + 2), "read-1m", 3_000_000));
            lines.addAll(fio("disk " + arguments.get(i + 2), "read-4k", 400_000));
        }
        return Result.of(good, lines);
    }

    private static Optional<Drive> drive(Machine machine, List<String> disk) {
        return machine.drives().stream().filter(drive -> drive.link().equals(disk.get(1))).findFirst();
    }

    private Optional<String> bad(Machine machine, List<String> disk) {
        Optional<Drive> drive = drive(machine, disk);
        if (drive.isEmpty() || rack.isFirst(drive.get()) && rack.has(Trouble.DISK_MISSING)) {
            return Optional.of(disk.get(1) + " does not exist");
        }
        String serial = rack.isFirst(drive.get()) && rack.has(Trouble.DISK_SWAPPED) ? "OTHER" : drive.get().serial();
        if (!serial.equals(disk.get(2))) {
            return Optional.of("the link leads to a disk with the serial '" + serial + "'");
        }
        if (drive.get().bytes() != Long.parseLong(disk.get(4))) {
            return Optional.of("has " + drive.get().bytes() + " bytes, not " + disk.get(4));
        }
        String held = rack.contents(drive.get());
        if (held.isEmpty() || held.equals("pool " + disk.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(held.startsWith("pool ") ? "carries another Mayastor pool: " + held.substring(5)
                : "holds data near byte 0");
    }

    private Result network(Machine machine, List<String> arguments) {
        boolean lost = rack.isFirst(machine.name()) && rack.has(Trouble.JUMBO_LOST);
        List<String> lines = new ArrayList<>();
        for (int i = 3; i + 1 < arguments.size(); i += 2) {
            lines.add("ichor-jumbo " + machine.name() + " " + arguments.get(i) + (lost ? " bad small packets reach "
                    + arguments.get(i + 1) + ", those of " + arguments.get(2) + " bytes do not"
                    : " ok " + arguments.get(2) + " bytes from " + arguments.get(1) + " to " + arguments.get(i + 1)
                    + " and back"));
        }
        int pages = machine.hugepages();
        boolean engine = objects.all("pods").anyMatch(pod -> PodLife.role(pod).equals("io-engine")
                && PodLife.isReady(pod) && Tree.text(pod, "spec", "nodeName").equals(machine.name()));
        lines.add("ichor-hugepages " + machine.name() + " " + (engine ? pages - ENGINE : pages) + "/" + pages);
        return Result.of(!lost, lines);
    }

    private Result volume(List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> lines = new ArrayList<>();
        for (String job : List.of("write-1m", "read-1m", "write-4k", "read-4k")) {
            if (rack.has(Trouble.FIO_FAILS)) {
                lines.add("ichor-fio-failed " + name + " " + job + " fio: io_u error on file /volume/ichor-fio:"
                        + " Input/output error");
            } else {
                lines.addAll(fio("volume " + name, job, job.endsWith("1m") ? 900_000 : 120_000));
            }
        }
        return Result.of(!rack.has(Trouble.FIO_FAILS), lines);
    }

    /** @param kib per second */
    private static List<String> fio(String what, String job, long kib) {
        Map<String, Object> none = Tree.of("io_bytes", 0, "bw_bytes", 0, "bw", 0, "iops", 0.0);
        Map<String, Object> figures = Tree.of("io_bytes", kib * 10_240, "bw_bytes", kib * 1_024, "bw", kib, "iops",
                kib / (job.endsWith("1m") ? 1_024.0 : 4.0), "runtime", 10_000, "clat_ns", Tree.of("mean", 91_000.0,
                        "percentile", Tree.of("99.000000", 250_000)));
        boolean reads = job.startsWith("read");
        return List.of("ichor-fio " + what + " " + job, Tree.json(Tree.of("fio version", "fio-3.38", "jobs", List.of(
                Tree.of("jobname", job, "error", 0, "read", reads ? figures : none,
                        "write", reads ? none : figures)))));
    }
}
