package dev.ichor.assets.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Firmware files for the chosen modules, and what is missing.
 *
 * @param files names below {@code /lib/firmware}, with where they are now
 * @param gaps  a sentence for each driver of a NIC or a storage controller none of whose firmware could be had
 */
record FirmwareFiles(SortedMap<String, Path> files, List<String> gaps) {

    /**
     * Takes what the modules ask for.
     *
     * @param find finds a firmware file by its name in the unpacked packages
     */
    static FirmwareFiles of(Collection<KernelModule> modules, Function<String, Optional<Path>> find) {
        SortedMap<String, Path> files = new TreeMap<>();
        List<String> gaps = new ArrayList<>();
        for (KernelModule module : modules) {
            boolean any = false;
            for (String name : module.firmware()) {
                Optional<Path> file = find.apply(name);
                any |= file.isPresent();
                file.ifPresent(path -> files.put(name, path));
            }
            if (!module.firmware().isEmpty() && !any) {
                gaps.add(module.name() + " (" + kind(module) + ") may not work, or not fully: no package with its firmware, such as "
                        + module.firmware().getFirst());
            }
        }
        return new FirmwareFiles(files, List.copyOf(gaps));
    }

    private static String kind(KernelModule module) {
        return module.path().startsWith("drivers/net/") ? "NIC"
                : module.path().startsWith("drivers/scsi/") || module.path().startsWith("drivers/ata/")
                ? "storage controller" : "device";
    }
}
