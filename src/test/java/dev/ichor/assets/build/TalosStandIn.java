package dev.ichor.assets.build;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Builder;
import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Builds the stand-in for Talos: a TEST FIXTURE of Debian's kernel, busybox and Python that behaves as Talos's
 * documents say. It goes into the asset folder of a rack under the names of Talos's own files, and into no other: whoever
 * boots it for Talos has nothing. Lives in this package for the parts that build the discovery image.
 */
public final class TalosStandIn {
    private static final Path SOURCE = Path.of("src/test/resources/talos-standin");
    /** Packages of the standard library that the fixture imports; of those beside them each single file is taken. */
    private static final List<String> LIBRARY = List.of("collections", "ctypes", "encodings", "importlib", "json",
            "logging", "re", "urllib");
    private static final List<String> PURE = List.of("yaml", "h2", "hpack", "hyperframe");
    private static final int ALIGNED = 512;

    private final Path work;
    private final PackageTree tree;
    private final GrubImages grub;

    private TalosStandIn(Path work, PackageTree tree) {
        this.work = work;
        this.tree = tree;
        this.grub = new GrubImages(tree, work);
    }

    /** The folder with its source. */
    public static Path source() {
        return SOURCE;
    }

    /**
     * Makes kernel and initramfs for some versions of Talos.
     *
     * @param packages where packages got from apt are kept
     * @param versions as {@code v1.13.9}; each is what the node says it is, and checks its configuration by
     */
    public static Builder builder(Path packages, List<String> versions) {
        return (work, progress) -> {
            try {
                PackageTree tree = PackageTree.unpack(fetch(packages), Files.createDirectory(work.resolve("tree")));
                return new TalosStandIn(work, tree).build(versions);
            } catch (BuildFailed e) {
                throw new AssetsFailed(e.problems());
            } catch (Malformed e) {
                throw new AssetsFailed("packages", e.getMessage(), "fetch the packages again");
            }
        };
    }

    private static List<DebSource.Fetched> fetch(Path packages) throws IOException, BuildFailed {
        DebSource source = new AptSource(packages);
        List<String> roots = new ArrayList<>(programs().keySet());
        DebPackage python = source.describe(List.of("python3-minimal")).get("python3-minimal");
        String minimal = python == null ? "python3-minimal" : python.depends().stream().map(List::getFirst)
                .filter(name -> name.matches("python3\\.\\d+-minimal")).findFirst().orElse("python3-minimal");
        roots.add(minimal);
        roots.add("lib" + minimal.replace("-minimal", "-stdlib"));
        Problems problems = new Problems();
        SortedMap<String, DebPackage> chosen = DebClosure.of(roots, source, problems);
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems.list());
        }
        return source.fetch(chosen.values());
    }

    private static Map<String, List<String>> programs() throws IOException {
        Map<String, List<String>> programs = new LinkedHashMap<>();
        for (String line : lines("packages.txt")) {
            List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
            String name = words.removeFirst();
            words.remove("-");
            programs.put(name, words);
        }
        return programs;
    }

    private static List<String> lines(String name) throws IOException {
        return Files.readAllLines(SOURCE.resolve(name)).stream().map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty()).toList();
    }

    private List<Builder.Made> build(List<String> versions) throws IOException, Malformed, BuildFailed {
        KernelTree kernel = KernelTree.in(tree);
        SortedMap<String, KernelModule> modules = ModuleClosure.of(kernel.allModules(), lines("modules.txt"),
                kernel::read);
        Path staged = kernel.stage(modules, work.resolve("stage"), tree);
        Path python = compiled();
        List<Builder.Made> made = new ArrayList<>();
        for (String version : versions) {
            Initramfs files = system(version);
            addAll(files, "lib/modules/" + kernel.release() + "/", staged);
            addAll(files, "", python);
            Path installed = Files.move(Packer.pack(files, tree, work), work.resolve("installed-" + version));
            Path kernelCopy = Files.copy(kernel.image(), work.resolve("vmlinuz-" + version));
            String origin = "stand-in for Talos " + version + ", a test fixture built from Debian packages";
            made.add(new Builder.Made(Needs.talosKernel(version, "default", Arch.X86_64), kernelCopy, version,
                    Arch.X86_64, "GPL-2.0-only", origin));
            made.add(new Builder.Made(Needs.talosInitramfs(version, "default", Arch.X86_64),
                    withInstaller(version, kernelCopy, installed), version, Arch.X86_64, "see the packages", origin));
        }
        return made;
    }

    /** What of the packages goes into the image, and the fixture's own files that are no Python. */
    private Initramfs system(String version) throws IOException, Malformed, BuildFailed {
        Initramfs files = new Initramfs();
        List.of("proc", "sys", "dev", "run", "tmp", "etc", "root").forEach(files::folder);
        files.charDevice("dev/console", 5, 1);
        files.file("etc/talos-standin-version", (version + "\n").getBytes(StandardCharsets.US_ASCII));
        List<Path> programs = new ArrayList<>();
        for (String name : programs().values().stream().flatMap(List::stream).toList()) {
            Path program = tree.program(name).orElseThrow(() -> new BuildFailed("program " + name,
                    "is in none of the packages", "correct packages.txt"));
            programs.add(program);
            files.file("usr/bin/" + name, program, true);
        }
        Path python = python();
        programs.add(python);
        files.file("usr/bin/python3", python, true);
        try (Stream<Path> found = Files.list(library().resolve("lib-dynload"))) {
            for (Path extension : found.filter(file ->
                    file.getFileName().toString().matches("_(ctypes|ssl)\\..*")).toList()) {
                programs.add(extension);
                files.file("usr/lib/" + library().getFileName() + "/lib-dynload/" + extension.getFileName(), extension,
                        true);
            }
        }
        for (PackageTree.Linked linked : tree.linked(programs)) {
            files.file(linked.name(), linked.file(), true);
        }
        files.link("bin/busybox", "../usr/bin/busybox");
        files.link("bin/sh", "../usr/bin/busybox");
        files.link("usr/bin/modprobe", "kmod");
        files.link("sbin/modprobe", "../usr/bin/kmod");
        files.file("init", Files.readAllBytes(SOURCE.resolve("rootfs/init")));
        files.file("standin/dhcp-event", Files.readAllBytes(SOURCE.resolve("rootfs/standin/dhcp-event")));
        return files;
    }

    private Path library() throws IOException {
        try (Stream<Path> found = Files.list(tree.root().resolve("usr/lib"))) {
            return found.filter(path -> path.getFileName().toString().matches("python3\\.\\d+")).findFirst()
                    .orElseThrow(() -> new IOException("the packages hold no Python"));
        }
    }

    private Path python() throws IOException, BuildFailed {
        String name = library().getFileName().toString();
        return tree.program(name).orElseThrow(() -> new BuildFailed(name, "is in none of the packages",
                "fetch the packages again"));
    }

    /** The standard library and the fixture, compiled beforehand: an emulated processor would take seconds for it. */
    private Path compiled() throws IOException, BuildFailed {
        Path root = work.resolve("python");
        Path library = root.resolve("usr/lib").resolve(library().getFileName());
        copySources(library(), library, 1);
        for (String name : LIBRARY) {
            copySources(library().resolve(name), library.resolve(name), 9);
        }
        for (String name : PURE) {
            copySources(tree.root().resolve("usr/lib/python3/dist-packages").resolve(name),
                    root.resolve("usr/lib/python3/dist-packages").resolve(name), 9);
        }
        copySources(SOURCE.resolve("rootfs/standin"), root.resolve("standin"), 1);
        List<String> command = new ArrayList<>(List.of("env", "PYTHONHOME=" + tree.root().resolve("usr"),
                "PYTHONHASHSEED=0"));
        command.addAll(tree.ownProgram(library().getFileName().toString(), "python3").orElseThrow(() ->
                new BuildFailed("python3", "of the packages cannot be run on this machine", "build on amd64")));
        command.addAll(List.of("-m", "compileall", "-b", "-q", "-s", root.toString(), "--invalidation-mode",
                "unchecked-hash", root.toString()));
        Command.of(command).within(java.time.Duration.ofMinutes(2)).orFail("look at the first message");
        try (Stream<Path> found = Files.walk(root)) {
            for (Path source : found.filter(path -> path.toString().endsWith(".py")).toList()) {
                Files.delete(source);
            }
        }
        return root;
    }

    private static void copySources(Path from, Path to, int depth) throws IOException {
        try (Stream<Path> found = Files.walk(from, depth)) {
            for (Path source : found.filter(path -> path.toString().endsWith(".py")).toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                Files.createDirectories(target.getParent());
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void addAll(Initramfs files, String prefix, Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString();
                addFolders(files, prefix + name);
                files.file(prefix + name, path, false);
            }
        }
    }

    private static void addFolders(Initramfs files, String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (!files.has(name.substring(0, slash))) {
                files.folder(name.substring(0, slash));
            }
        }
    }

    /**
     * What is booted over the network: in front, not compressed, what Talos takes from its installer's container image
     * (kernel, initramfs and boot loader of the installed system), then that same system.
     */
    private Path withInstaller(String version, Path kernel, Path installed) throws IOException, BuildFailed {
        Initramfs installer = new Initramfs();
        installer.file("installer/vmlinuz", kernel, false);
        installer.file("installer/initramfs", installed, false);
        installer.file("installer/boot.img", grub.boot(), false);
        installer.file("installer/core.img", grub.core(), false);
        installer.file("installer/bootx64.efi", grub.efi(), false);
        Path whole = work.resolve("initramfs-" + version);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole))) {
            installer.writeTo(out);
        }
        int over = (int) (Files.size(whole) % ALIGNED);
        try (OutputStream out = Files.newOutputStream(whole, java.nio.file.StandardOpenOption.APPEND)) {
            out.write(new byte[(ALIGNED - over) % ALIGNED]);
            Files.copy(installed, out);
        }
        return whole;
    }
}
