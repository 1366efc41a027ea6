package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** A made-up machine in a folder, and the agent's shell functions run against it by the busybox of the image. */
record AgentTree(Path root) {
    static final Path AGENT = DiscoveryImage.SOURCE.resolve("rootfs/lib/ichor").toAbsolutePath();

    void put(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void link(String name, String target) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(target));
    }

    /** A tool of the image, played by a script. */
    void tool(String name, String script) throws IOException {
        put("tools/" + name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(root.resolve("tools/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A disk without a bus: its size, the bytes at its start, and other keys of sysfs as {@code name=value}. */
    void disk(String name, byte[] content, String... keys) throws IOException {
        put("sys/block/" + name + "/size", content.length / 512 + "\n");
        for (String key : keys) {
            put("sys/block/" + name + "/" + key.substring(0, key.indexOf('=')), key.substring(key.indexOf('=') + 1) + "\n");
        }
        Files.createDirectories(root.resolve("dev"));
        Files.write(root.resolve("dev").resolve(name), content);
    }

    void partition(String disk, int number, long start, long sectors, String label) throws IOException {
        String folder = "sys/block/" + disk + "/" + disk + number;
        put(folder + "/partition", number + "\n");
        put(folder + "/start", start + "\n");
        put(folder + "/size", sectors + "\n");
        put(folder + "/uevent", "PARTN=" + number + (label.isEmpty() ? "" : "\nPARTNAME=" + label) + "\n");
    }

    String run(String commands) throws Exception {
        return run("", commands);
    }

    /** Runs shell commands after the agent's parts were read; {@code variables} are set before. */
    String run(String variables, String commands) throws Exception {
        String script = "ROOT=" + root + " RUN=" + root + "/run TOOLS=" + root + "/tools LIB=" + AGENT + " " + variables
                + "\nfor part in \"$LIB\"/lib/*.sh; do . \"$part\"; done\nstart_over\nread_cmdline\n" + commands;
        Command.Result result = Command.of(List.of("busybox", "ash", "-c", script)).within(Duration.ofMinutes(4)).run();
        if (result.status() == 127) {
            fail("busybox cannot be run: install the package busybox-static. " + result.errors());
        }
        assertEquals("", result.errors());
        return result.output();
    }

    String fact(String name) throws IOException {
        return Files.readString(root.resolve("run/facts").resolve(name));
    }

    Path factFile(String name) {
        return root.resolve("run/facts").resolve(name);
    }
}
