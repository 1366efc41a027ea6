package dev.ichor.assets.build;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The kernel inside unpacked packages.
 *
 * @param release what {@code uname -r} prints
 * @param image   the bootable kernel
 * @param modules its module folder, the parent of {@code kernel}
 */
record KernelTree(String release, Path image, Path modules) {

    static KernelTree in(PackageTree tree) throws IOException, BuildFailed {
        Path boot = tree.root().resolve("boot");
        List<Path> kernels = new ArrayList<>();
        if (Files.isDirectory(boot)) {
            try (Stream<Path> files = Files.list(boot)) {
                files.filter(file -> file.getFileName().toString().startsWith("vmlinuz-")).sorted()
                        .forEach(kernels::add);
            }
        }
        if (kernels.size() != 1) {
            throw new BuildFailed("kernel", "the packages hold " + kernels.size() + " kernels, expected one",
                    "packages.txt names the kernel package");
        }
        String release = kernels.getFirst().getFileName().toString().substring("vmlinuz-".length());
        Path modules = tree.lib("modules/" + release).orElseThrow(() -> new BuildFailed("kernel " + release,
                "its package has no modules", "use a kernel package with modules"));
        return new KernelTree(release, kernels.getFirst(), modules);
    }

    /** Paths of all modules below {@code kernel}; those compressed with xz are unpacked first. */
    List<String> allModules() throws IOException, BuildFailed {
        Path kernel = modules.resolve("kernel");
        if (list(kernel).stream().anyMatch(path -> path.endsWith(".ko.xz"))) {
            Command.of(List.of("find", kernel.toString(), "-name", "*.ko.xz", "-exec", "xz", "-d", "{}", "+"))
                    .within(Duration.ofMinutes(5)).orFail("install the package xz-utils");
        }
        return list(kernel);
    }

    private static List<String> list(Path kernel) throws IOException {
        try (Stream<Path> files = Files.walk(kernel)) {
            return files.filter(Files::isRegularFile).map(file -> kernel.relativize(file).toString())
                    .filter(name -> name.contains(".ko")).sorted().toList();
        }
    }

    /** Paths of what is compiled into the kernel. */
    List<String> builtIn() throws IOException {
        return Files.readAllLines(modules.resolve("modules.builtin")).stream()
                .map(line -> line.replaceFirst("^kernel/", "")).toList();
    }

    KernelModule read(String path) throws Malformed, BuildFailed {
        try {
            return KernelModule.of(path,
                    ElfFile.of(Files.readAllBytes(modules.resolve("kernel").resolve(path))).modinfo());
        } catch (IOException e) {
            throw new BuildFailed("module " + path, "cannot be read: " + e.getMessage(), "");
        }
    }

    /**
     * Copies the chosen modules into a folder of their own and lets depmod index them.
     *
     * @return the new module folder
     */
    Path stage(SortedMap<String, KernelModule> chosen, Path root, PackageTree tree) throws IOException, BuildFailed {
        Path staged = root.resolve("lib/modules").resolve(release);
        for (String path : chosen.keySet()) {
            Path copy = staged.resolve("kernel").resolve(path);
            Files.createDirectories(copy.getParent());
            Files.copy(modules.resolve("kernel").resolve(path), copy);
        }
        for (String name : List.of("modules.order", "modules.builtin", "modules.builtin.modinfo")) {
            if (Files.exists(modules.resolve(name))) {
                Files.copy(modules.resolve(name), staged.resolve(name));
            }
        }
        List<String> command = new ArrayList<>(depmod(tree));
        command.addAll(List.of("-b", root.toString(), release));
        Command.of(command).within(Duration.ofMinutes(2)).orFail("install the package kmod");
        return staged;
    }

    private static List<String> depmod(PackageTree tree) throws BuildFailed {
        Optional<List<String>> own = tree.ownProgram("kmod", "depmod");
        if (own.isPresent()) {
            return own.get();
        }
        return Stream.of("/usr/sbin/depmod", "/sbin/depmod").filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst().map(List::of)
                .orElseThrow(() -> new BuildFailed(List.of(new Problem("depmod", "is not on this machine",
                        "install the package kmod"))));
    }
}
