package dev.ichor.assets.build;

import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds the discovery image: kernel and initramfs, out of Debian's packages and the agent's source. Runs as an
 * ordinary user. The same packages and the same source give the same bytes, whatever the machine.
 */
public final class ImageBuilder {
    private final BuildRequest request;
    private final Progress progress;
    private final Path work;

    private ImageBuilder(BuildRequest request, Progress progress, Path work) {
        this.request = request;
        this.progress = progress;
        this.work = work;
    }

    /**
     * Builds {@code discovery-x86_64.vmlinuz} and {@code discovery-x86_64.initrd} in the request's folder. Takes
     * half a minute or more, and about 700 MB in that folder while it lasts. Older files of these names are replaced at
     * the end.
     *
     * @throws BuildFailed with everything that stood in the way
     */
    public static BuiltImage build(BuildRequest request, Progress progress) throws BuildFailed {
        check(request);
        try {
            Files.createDirectories(request.outDir());
            Path work = Files.createTempDirectory(request.outDir().toAbsolutePath(), ".build-");
            try {
                return new ImageBuilder(request, progress, work).run();
            } finally {
                WorkFolder.delete(work);
            }
        } catch (IOException e) {
            throw new BuildFailed(request.outDir().toString(), "cannot be written: " + e,
                    "check space and permissions");
        } catch (Malformed e) {
            throw new BuildFailed("packages", e.getMessage(), "fetch the packages again");
        }
    }

    private static void check(BuildRequest request) throws BuildFailed {
        Problems problems = new Problems();
        if (request.arch() != Arch.X86_64) {
            problems.add("arch", "no image can be built for " + request.arch().label(), "use x86_64");
        }
        for (String name : List.of("packages.txt", "modules.txt", "firmware.txt", "rootfs/init")) {
            if (!Files.isRegularFile(request.agentSource().resolve(name))) {
                problems.add(request.agentSource().resolve(name).toString(), "is missing",
                        "name the folder boot-assets/discovery");
            }
        }
        if (Command.of(List.of("dpkg-deb", "--version")).run().status() != 0) {
            problems.add("dpkg-deb", "cannot be run", "build on Debian, or install the package dpkg");
        }
        if (request.from().isEmpty() && Command.of(List.of("apt-get", "--version")).run().status() != 0) {
            problems.add("apt-get", "cannot be run", "use --from with a folder of .deb files");
        }
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems.list());
        }
    }

    private BuiltImage run() throws IOException, Malformed, BuildFailed {
        ImageSpec spec = ImageSpec.read(request.agentSource());
        List<String> gaps = new ArrayList<>();
        SortedMap<String, DebPackage> packages = choose(spec);
        List<DebSource.Fetched> fetched = fetch(packages.values());
        progress.step("unpacking " + fetched.size() + " packages");
        PackageTree tree = PackageTree.unpack(fetched, Files.createDirectory(work.resolve("tree")));
        KernelTree kernel = KernelTree.in(tree);

        progress.step("choosing modules of kernel " + kernel.release());
        List<String> all = kernel.allModules();
        SortedMap<String, KernelModule> modules = ModuleClosure.of(all, spec.modules(), kernel::read);
        ModuleClosure.unknown(all, kernel.builtIn(), spec.modules())
                .forEach(rule -> gaps.add("modules.txt names " + rule + ", which this kernel does not have"));
        FirmwareFiles firmware = FirmwareFiles.of(modules.values(), absentFirmware,
                name -> tree.lib("firmware/" + name));
        gaps.addAll(firmware.gaps());

        Initramfs files = new Initramfs();
        addSystem(files, tree, spec);
        addTree(files, "", request.agentSource().resolve("rootfs"), true);
        addTree(files, "lib/modules/" + kernel.release() + "/",
                kernel.stage(modules, work.resolve("stage"), tree), false);
        firmware.files().forEach((name, path) -> files.file("lib/firmware/" + name, path, false));

        progress.step("packing " + modules.size() + " modules and " + firmware.files().size() + " firmware files");
        Path initrd = Packer.pack(files, tree, work);
        return publish(kernel, initrd, parts(packages, fetched, tree), gaps);
    }

    private final List<String> absentFirmware = new ArrayList<>();
    private final List<DebSource> sources = new ArrayList<>();

    private DebSource source() throws BuildFailed {
        if (sources.isEmpty()) {
            sources.add(request.from().isPresent() ? FolderSource.read(request.from().get())
                    : new AptSource(request.keep().orElse(work.resolve("packages")).toAbsolutePath()));
        }
        return sources.getFirst();
    }

    private SortedMap<String, DebPackage> choose(ImageSpec spec) throws BuildFailed {
        progress.step("looking for packages");
        DebSource source = source();
        List<String> roots = new ArrayList<>(spec.programs().keySet());
        Collection<String> firmware = source.describe(spec.firmware()).keySet();
        spec.firmware().stream().filter(firmware::contains).forEach(roots::add);
        spec.firmware().stream().filter(name -> !firmware.contains(name)).forEach(absentFirmware::add);
        Problems problems = new Problems();
        SortedMap<String, DebPackage> packages = DebClosure.of(roots, source, problems);
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems.list());
        }
        return packages;
    }

    private List<DebSource.Fetched> fetch(Collection<DebPackage> packages) throws BuildFailed {
        progress.step("fetching " + packages.size() + " packages");
        return source().fetch(packages);
    }

    private void addSystem(Initramfs files, PackageTree tree, ImageSpec spec)
            throws IOException, Malformed, BuildFailed {
        List<String> empty = List.of("proc", "sys", "dev", "run", "tmp", "etc", "root");
        empty.forEach(files::folder);
        // The kernel opens it for the first process, before anything is mounted.
        files.charDevice("dev/console", 5, 1);
        Problems problems = new Problems();
        List<Path> programs = new ArrayList<>();
        spec.programs().forEach((name, wanted) -> wanted.forEach(program -> tree.program(program).ifPresentOrElse(
                path -> {
                    programs.add(path);
                    files.file("usr/bin/" + program, path, true);
                },
                () -> problems.add("package " + name, "has no program " + program, "correct packages.txt"))));
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems.list());
        }
        files.link("bin/busybox", "../usr/bin/busybox");
        files.link("bin/sh", "../usr/bin/busybox");
        files.link("usr/bin/modprobe", "kmod");
        // Where the kernel itself looks for it.
        files.link("sbin/modprobe", "../usr/bin/kmod");
        for (PackageTree.Linked library : tree.linked(programs)) {
            files.file(library.name(), library.file(), true);
        }
    }

    private static void addTree(Initramfs files, String prefix, Path folder, boolean scripts) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                String name = prefix + folder.relativize(path);
                if (scripts) {
                    files.file(name, Files.readAllBytes(path));
                } else {
                    files.file(name, path, false);
                }
            }
        }
    }

    private List<BuiltPart> parts(SortedMap<String, DebPackage> packages, List<DebSource.Fetched> fetched,
                                  PackageTree tree) throws IOException {
        List<BuiltPart> parts = new ArrayList<>();
        for (DebSource.Fetched one : fetched) {
            parts.add(new BuiltPart(one.name(), packages.get(one.name()).version(), tree.licence(one.name()),
                    one.origin(), Sha256.of(one.file())));
        }
        parts.sort(Comparator.comparing(BuiltPart::name));
        return parts;
    }

    private BuiltImage publish(KernelTree kernel, Path initrd, List<BuiltPart> parts, List<String> gaps)
            throws IOException {
        String name = "discovery-" + request.arch().label();
        Path kernelOut = request.outDir().resolve(name + ".vmlinuz");
        Path initrdOut = request.outDir().resolve(name + ".initrd");
        Files.move(initrd, initrdOut, StandardCopyOption.REPLACE_EXISTING);
        Files.move(kernel.image(), kernelOut, StandardCopyOption.REPLACE_EXISTING);
        progress.step("built " + initrdOut.getFileName() + ", " + Files.size(initrdOut) / 1024 + " KiB");
        return new BuiltImage(kernelOut, Sha256.of(kernelOut), initrdOut, Sha256.of(initrdOut), kernel.release(),
                parts, gaps);
    }
}
