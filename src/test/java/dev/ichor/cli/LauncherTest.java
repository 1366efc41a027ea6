package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell script in front of the program. */
@Timeout(60)
class LauncherTest {
    private static final Path SCRIPT = Path.of("appliance/ichor").toAbsolutePath();

    @TempDir
    Path folder;

    private record Ended(int code, String text) {
    }

    private Ended run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return new Ended(process.exitValue(), text);
    }

    /** A home with an empty jar, and a Java that says how it was called. */
    private Path home() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("lib"));
        Files.write(home.resolve("ichor.jar"), new byte[0]);
        return home;
    }

    private Path java(String name, String version) throws IOException {
        Path java = folder.resolve(name).resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho \"" + name + " $*\"\n");
        java.toFile().setExecutable(true);
        Files.writeString(folder.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return folder.resolve(name);
    }

    @Test
    void shellcheckFindsNothing() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/shellcheck"))) {
            throw new AssertionError("shellcheck is missing: install the Debian package shellcheck");
        }
        assertEquals(new Ended(0, ""), run(Map.of(), List.of("shellcheck", SCRIPT.toString())));
    }

    @Test
    void withoutJavaItSaysWhatItNeeds() throws IOException, InterruptedException {
        java("jvms/old", "17.0.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("readlink", "dirname", "grep", "head")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        Ended ended = run(Map.of("ICHOR_HOME", home().toString(), "ICHOR_TEST_JVMS", folder + "/jvms", "PATH",
                bin.toString()), List.of("/bin/bash", SCRIPT.toString(), "version"));
        assertEquals(new Ended(1, "ichor: Java 25 or newer is needed and none was found in JAVA_HOME, " + folder
                + "/jvms or PATH; install a JDK 25, or set JAVA_HOME to one.\n"), ended);
    }

    @Test
    void withoutTheJarItSaysHowToBuildIt() throws IOException, InterruptedException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Ended ended = run(Map.of("ICHOR_HOME", empty.toString()), List.of("/bin/bash", SCRIPT.toString()));
        assertEquals(new Ended(1, "ichor: no ichor.jar in " + empty + " or " + empty + "/target; build it with 'mvn "
                + "package', or set ICHOR_HOME to the folder of the program.\n"), ended);
    }

    @Test
    void aNewJavaIsTakenAndAnOldJavaHomeIsPassedOver() throws IOException, InterruptedException {
        java("jvms/a-old", "17.0.1");
        java("jvms/b-new", "25.0.3");
        Path old = java("mine", "21");
        Ended ended = run(Map.of("ICHOR_HOME", home().toString(), "ICHOR_TEST_JVMS", folder + "/jvms", "JAVA_HOME",
                old.toString(), "ICHOR_CACHE", "off"), List.of("/bin/bash", SCRIPT.toString(), "explain", "a b"));
        assertEquals("jvms/b-new", ended.text().split(" ")[0]);
        assertEquals(true, ended.text().endsWith("ichor.jar dev.ichor.Main explain a b\n"), ended.text());
    }
}
