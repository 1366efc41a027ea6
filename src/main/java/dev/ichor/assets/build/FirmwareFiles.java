package dev.ichor.assets.build;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Firmware files for the chosen modules, and what is missing.
 *
 * @param files names below {@code /lib/firmware}, with where they are now
 * @param gaps  one paragraph, NICs first, of the drivers none of whose firmware could be had; or none
 */
record FirmwareFiles(SortedMap<String, Path> files, List<String> gaps) {
    private static final String NICS = "NICs";
    private static final String STORAGE = "storage controllers";
    private static final String OTHERS = "other devices";
    /** In the order in which people miss them. */
    private static final List<String> KINDS = List.of(NICS, STORAGE, OTHERS);

    /**
     * Takes what the modules ask for.
     *
     * @param absent packages with firmware that could not be had
     * @param find   finds a firmware file by its name in the unpacked packages
     */
    static FirmwareFiles of(Collection<KernelModule> modules, List<String> absent,
                            Function<String, Optional<Path>> find) {
        SortedMap<String, Path> files = new TreeMap<>();
        Map<String, SortedSet<String>> lacking = new TreeMap<>();
        for (KernelModule module : modules) {
            boolean any = false;
            for (String name : module.firmware()) {
                Optional<Path> file = find.apply(name);
                any |= file.isPresent();
                file.ifPresent(path -> files.put(name, path));
            }
            if (!module.firmware().isEmpty() && !any) {
                lacking.computeIfAbsent(kind(module), kind -> new TreeSet<>()).add(module.name());
            }
        }
        return new FirmwareFiles(files, lacking.isEmpty() ? List.of() : List.of(paragraph(lacking, absent)));
    }

    private static String paragraph(Map<String, SortedSet<String>> lacking, List<String> absent) {
        String drivers = KINDS.stream().filter(lacking::containsKey)
                .map(kind -> kind + " (" + String.join(", ", lacking.get(kind)) + ")")
                .collect(Collectors.joining(", "));
        return "Without firmware, so that they may not work or not fully: " + drivers + ". To have it in the image,"
                + " enable non-free-firmware in the apt sources and run 'apt-get update', or use --from with a folder"
                + " of .deb files" + (absent.isEmpty() ? "." : "; not to be had now: " + String.join(", ", absent)
                + ".");
    }

    private static String kind(KernelModule module) {
        return module.path().startsWith("drivers/net/") ? NICS
                : module.path().startsWith("drivers/scsi/") || module.path().startsWith("drivers/ata/")
                ? STORAGE : OTHERS;
    }
}
