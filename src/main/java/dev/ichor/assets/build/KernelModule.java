package dev.ichor.assets.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the build knows of a kernel module.
 *
 * @param path     below the {@code kernel} folder, with its suffix, as {@code drivers/nvme/host/nvme.ko}
 * @param needs    names of modules that must be loaded before, and of those it asks for softly
 * @param firmware files that it may load from {@code /lib/firmware}
 */
record KernelModule(String path, List<String> needs, List<String> firmware) {
    KernelModule {
        needs = List.copyOf(needs);
        firmware = List.copyOf(firmware);
    }

    /** Reads the lines of {@code .modinfo} (modinfo(8)). */
    static KernelModule of(String path, List<String> modinfo) {
        List<String> needs = new ArrayList<>();
        List<String> firmware = new ArrayList<>();
        for (String line : modinfo) {
            String value = line.substring(line.indexOf('=') + 1);
            if (line.startsWith("depends=")) {
                Arrays.stream(value.split(",")).filter(one -> !one.isEmpty()).map(KernelModule::plain)
                        .forEach(needs::add);
            } else if (line.startsWith("softdep=")) {
                // "pre: a b post: c"
                Arrays.stream(value.split("\\s+")).filter(one -> !one.endsWith(":")).map(KernelModule::plain)
                        .forEach(needs::add);
            } else if (line.startsWith("firmware=")) {
                firmware.add(value);
            }
        }
        return new KernelModule(path, needs, firmware);
    }

    /** The name the kernel uses. */
    String name() {
        return nameOf(path);
    }

    static String nameOf(String path) {
        return plain(path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.ko(\\.\\w+)?$", ""));
    }

    /** Dashes and underscores are the same to the kernel's module loader. */
    private static String plain(String name) {
        return name.replace('-', '_');
    }
}
