package dev.ichor.client.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs with bounded time and output, and the folder that they run in. */
@Timeout(60)
class ProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    @TempDir
    private Path folder;

    private Programs script(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("kubectl"), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Programs(file, file, "openebs", folder, folder.resolve("kubeconfig"));
    }

    @Test
    void argumentsFolderAndKubeconfigAreGiven() throws Exception {
        Tools.Said said = script("echo \"$@\"; pwd; echo \"$KUBECONFIG ${ICHOR_TOKEN-none}\"; echo oh >&2\n").kubectl(
                List.of("get", "a b"), LONG);
        assertEquals("--namespace openebs get a b\n" + folder.toRealPath() + "\n" + folder.resolve("kubeconfig")
                + " none\n", said.output());
        assertEquals("oh\n", said.errors());
        assertTrue(said.isOk());
    }

    @Test
    void aFailureIsToldByWhatItSaid() throws Exception {
        Tools.Said said = script("echo broken >&2; exit 3\n").helm(List.of(), LONG);
        assertFalse(said.isOk());
        assertEquals("broken", said.complaint());
        assertEquals("failed with code 4", script("exit 4\n").helm(List.of(), LONG).complaint());
        assertEquals(Tools.Said.ABSENT, new Programs(folder.resolve("none"), folder.resolve("none"), "n", folder,
                folder).helm(List.of(), LONG).code());
    }

    @Test
    void whatTakesTooLongIsEnded() throws Exception {
        Tools.Said said = script("echo begun; exec sleep 600\n").kubectl(List.of(), Duration.ofMillis(300));
        assertEquals(Tools.Said.TOO_LONG, said.code());
        assertTrue(said.complaint().startsWith("took too long and was ended"));
    }

    @Test
    void whatPrintsTooMuchIsNotBelieved() throws Exception {
        Tools.Said said = script("head -c 40000000 /dev/zero\n").kubectl(List.of(), LONG);
        assertFalse(said.isOk());
        assertTrue(said.output().length() < 40_000_000);
    }

    @Test
    void anInterruptEndsTheProgram() throws Exception {
        Programs programs = script("exec sleep 600\n");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> programs.kubectl(List.of(), LONG));
        assertFalse(Thread.interrupted());
    }

    @Test
    void programsAreFoundOnThePathOnly() throws Exception {
        script("exit 0\n");
        assertEquals(Optional.of(folder.resolve("kubectl")), Programs.find("relative:/nowhere:" + folder, "kubectl"));
        assertEquals(Optional.empty(), Programs.find(folder.toString(), "helm"));
        assertEquals(Optional.empty(), Programs.find("", "kubectl"));
    }

    @Test
    void aWorkspaceIsForItsOwnerAndGoes() throws Exception {
        Path bundle;
        try (Workspace workspace = Workspace.make(Optional.of(folder))) {
            workspace.write(Map.of("chart/values.yaml", "a: 1\n"));
            Path kubeconfig = workspace.kubeconfig("secret");
            bundle = workspace.bundle();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig
                    .getParent())));
            assertEquals("a: 1\n", Files.readString(bundle.resolve("chart/values.yaml")));
            assertEquals(Optional.of("a: 1\n"), workspace.text("chart/values.yaml"));
            for (String path : List.of("../out", "/etc/x", "a/../../x", "")) {
                assertThrows(IllegalArgumentException.class, () -> workspace.write(Map.of(path, "x")), path);
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
        assertFalse(Files.exists(bundle));
    }
}
