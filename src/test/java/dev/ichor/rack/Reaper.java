package dev.ichor.rack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what a killed run left behind. Names are {@code ichor-PID-…}; a name is a leftover when no Java process
 * has that PID any more.
 */
final class Reaper {
    private static final Pattern NAME = Pattern.compile("ichor-(\\d+)-.*");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Reaper() {
    }

    /** Deletes the namespaces and folders of runs that are dead; returns their names. */
    static List<String> reap() {
        List<String> namespaces = entries(Path.of("/run/netns"));
        namespaces.forEach(Reaper::delete);
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        List<String> folders = entries(temp);
        folders.forEach(name -> deleteFolder(temp.resolve(name)));
        return Stream.concat(namespaces.stream(), folders.stream()).toList();
    }

    private static List<String> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(Reaper::isLeftover).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isLeftover(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(matcher.group(1)));
        return owner.flatMap(process -> process.info().command()).filter(file -> file.endsWith("/java")).isEmpty();
    }

    /** Kills every process in the namespace, then deletes it; a namespace that is gone already is fine. */
    static void delete(String name) {
        if (!Files.exists(Path.of("/run/netns", name))) {
            return;
        }
        List<ProcessHandle> inside = pids(name);
        inside.forEach(ProcessHandle::destroyForcibly);
        Waiting.until(Duration.ofSeconds(5), () -> pids(name).isEmpty() ? Optional.of(true) : Optional.empty());
        Command.run(LIMIT, List.of("ip", "netns", "del", name));
    }

    private static List<ProcessHandle> pids(String name) {
        Command.Result answer = Command.run(LIMIT, List.of("ip", "netns", "pids", name));
        return answer.out().lines().map(String::strip).filter(line -> line.matches("\\d+"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .filter(process -> process.pid() != ProcessHandle.current().pid()).toList();
    }

    static void deleteFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
