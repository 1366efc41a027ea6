package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.Disk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Things of one machine that ought to differ and do not: they are noted, and never used to name one of them. */
final class Doubles {
    private Doubles() {
    }

    /** Notes shared serials, wwids and links, and takes a link away from every disk that shares it. */
    static List<Disk> withoutShared(List<Disk> disks, Notes notes) {
        note(disks, "disks", "serial", disk -> disk.serial().isEmpty() ? "" : disk.model() + " " + disk.serial(),
                Disk::kernelName, notes);
        note(disks, "disks", "wwid", Disk::wwid, Disk::kernelName, notes);
        Map<String, Integer> uses = new HashMap<>();
        disks.forEach(disk -> disk.byId().forEach(link -> uses.merge(link, 1, Integer::sum)));
        Set<String> shared = new HashSet<>();
        uses.forEach((link, count) -> {
            if (count > 1) {
                shared.add(link);
            }
        });
        shared.stream().sorted().forEach(link -> notes.add("the link " + link
                + " would name more than one disk, so it is left out"));
        return disks.stream().map(disk -> shared.isEmpty() ? disk : without(disk, shared)).toList();
    }

    private static Disk without(Disk disk, Set<String> shared) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), disk.logical(), disk.physical(), disk.formats(), disk.transport(),
                disk.rotational(), disk.readOnly(), disk.removable(), disk.pci(), disk.numa(), disk.health(),
                disk.byId().stream().filter(link -> !shared.contains(link)).toList(), disk.contents());
    }

    /** One note for each value that several items share; empty values are no values. */
    static <T> void note(List<T> items, String plural, String what, Function<T, String> value,
            Function<T, String> name, Notes notes) {
        items.stream().filter(item -> !value.apply(item).isEmpty())
                .collect(Collectors.groupingBy(value, LinkedHashMap::new, Collectors.toList()))
                .forEach((shared, group) -> {
                    if (group.size() > 1) {
                        notes.add(plural + " " + group.stream().map(name).collect(Collectors.joining(", "))
                                + " have the same " + what + ": " + shared);
                    }
                });
    }
}
