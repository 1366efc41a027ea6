package dev.ichor.kube;

import dev.ichor.kube.Machine.Drive;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The hardware below the stand-in, what is on its disks, and what goes wrong now. Callers hold the world's lock. */
final class Rack {
    private final List<Machine> machines;
    private final Map<String, String> contents = new TreeMap<>();
    private final List<String> destroyed = new ArrayList<>();
    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);

    Rack(List<Machine> machines) {
        this.machines = List.copyOf(machines);
    }

    List<Machine> machines() {
        return machines;
    }

    Set<Trouble> troubles() {
        return troubles;
    }

    boolean has(Trouble trouble) {
        return troubles.contains(trouble);
    }

    Optional<Machine> machine(String name) {
        return machines.stream().filter(machine -> machine.name().equals(name)).findFirst();
    }

    /** Whether this is the node that troubles of one node strike. */
    boolean isFirst(String node) {
        return machines.stream().filter(Machine::storage).findFirst().filter(one -> one.name().equals(node))
                .isPresent();
    }

    /** Whether this is the disk that troubles of one disk strike. */
    boolean isFirst(Drive drive) {
        return machines.stream().flatMap(machine -> machine.drives().stream()).findFirst().filter(drive::equals)
                .isPresent();
    }

    /** What is on a disk: empty, {@code pool NAME}, or other words. */
    String contents(Drive drive) {
        if (isFirst(drive) && has(Trouble.DISK_HOLDS_DATA)) {
            return "an ext4 filesystem";
        }
        return contents.getOrDefault(drive.serial(), "");
    }

    void put(String serial, String what) {
        contents.put(serial, what);
    }

    /** Makes a pool as Mayastor does: another pool is refused, anything else is overwritten without a question. */
    Optional<String> makePool(Drive drive, String pool) {
        String now = contents(drive);
        if (now.startsWith("pool ")) {
            return now.equals("pool " + pool) ? Optional.empty() : Optional.of("ForeignPoolName");
        }
        if (!now.isEmpty()) {
            destroyed.add(drive.serial() + " held " + now);
        }
        contents.put(drive.serial(), "pool " + pool);
        return Optional.empty();
    }

    /** Data that was overwritten. */
    List<String> destroyed() {
        return List.copyOf(destroyed);
    }
}
