package dev.ichor.assets.build;

import dev.ichor.base.Malformed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian packages unpacked over each other into one folder; nothing of them was run. */
record PackageTree(Path root) {
    private static final List<String> PROGRAM_FOLDERS = List.of("usr/bin", "usr/sbin", "bin", "sbin");
    private static final List<String> LIBRARY_FOLDERS = List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu",
            "lib", "usr/lib", "lib64", "usr/lib64");
    private static final Pattern LICENCE = Pattern.compile("(?m)^License: *(\\S.*)$");
    private static final int MOST_LICENCES = 6;

    static PackageTree unpack(List<DebSource.Fetched> packages, Path root) throws BuildFailed {
        for (DebSource.Fetched one : packages) {
            Command.of(List.of("dpkg-deb", "-x", one.file().toString(), root.toString())).within(Duration.ofMinutes(5))
                    .orFail("remove " + one.file() + " and fetch it again");
        }
        return new PackageTree(root);
    }

    Optional<Path> program(String name) {
        return find(PROGRAM_FOLDERS, name);
    }

    Optional<Path> library(String name) {
        return find(LIBRARY_FOLDERS, name);
    }

    /** A folder or file that Debian 12 has below {@code /lib} and later releases below {@code /usr/lib}. */
    Optional<Path> lib(String name) {
        return find(List.of("usr/lib", "lib"), name);
    }

    private Optional<Path> find(List<String> folders, String name) {
        return folders.stream().map(folder -> root.resolve(folder).resolve(name)).filter(Files::exists)
                .findFirst();
    }

    /** Programs and libraries that these programs are linked with, their loaders too. */
    Set<Linked> linked(List<Path> programs) throws IOException, Malformed, BuildFailed {
        Set<Linked> found = new LinkedHashSet<>();
        List<Path> open = new ArrayList<>(programs);
        while (!open.isEmpty()) {
            byte[] content = Files.readAllBytes(open.removeFirst());
            if (!ElfFile.isElf(content)) {
                continue;
            }
            ElfFile elf = ElfFile.of(content);
            Optional<String> interpreter = elf.interpreter();
            if (interpreter.isPresent()) {
                String loader = interpreter.get();
                found.add(new Linked(loader.substring(1), needed(loader.substring(loader.lastIndexOf('/') + 1))));
            }
            for (String name : elf.needed()) {
                Linked library = new Linked("lib/x86_64-linux-gnu/" + name, needed(name));
                if (found.add(library)) {
                    open.add(library.file());
                }
            }
        }
        return found;
    }

    /**
     * A shared library.
     *
     * @param name where it goes in the image
     * @param file where it is now
     */
    record Linked(String name, Path file) {}

    private Path needed(String library) throws BuildFailed {
        return library(library).orElseThrow(() -> new BuildFailed("library " + library,
                "is in none of the packages", "name its package in packages.txt"));
    }

    /**
     * A command line that runs a program of these packages, not the one this machine may have: so the output does
     * not depend on the machine.
     */
    Optional<List<String>> ownProgram(String name, String calledAs) {
        Optional<Path> program = program(name);
        Optional<Path> loader = library("ld-linux-x86-64.so.2");
        if (program.isEmpty() || loader.isEmpty() || !System.getProperty("os.arch").equals("amd64")) {
            return Optional.empty();
        }
        List<String> folders = LIBRARY_FOLDERS.stream().map(folder -> root.resolve(folder).toString()).toList();
        return Optional.of(List.of(loader.get().toString(), "--library-path", String.join(":", folders),
                "--argv0", calledAs, program.get().toString()));
    }

    /** Short licence names of a package, out of its machine-readable copyright file (DEP-5). */
    String licence(String packageName) throws IOException {
        Path copyright = root.resolve("usr/share/doc").resolve(packageName).resolve("copyright");
        if (!Files.exists(copyright)) {
            return "see the package's copyright file";
        }
        Set<String> names = new LinkedHashSet<>();
        Matcher line = LICENCE.matcher(new String(Files.readAllBytes(copyright), StandardCharsets.UTF_8));
        while (line.find()) {
            names.add(line.group(1).strip());
        }
        if (names.isEmpty()) {
            return "see the package's copyright file";
        }
        String shown = String.join(", ", names.stream().limit(MOST_LICENCES).toList());
        return names.size() > MOST_LICENCES ? shown + ", …" : shown;
    }
}
