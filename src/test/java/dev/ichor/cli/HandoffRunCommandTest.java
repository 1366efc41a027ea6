package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Typed.Ended;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ichor handoff run} and {@code prove}, with scripts in the place of helm and kubectl. */
@Timeout(60)
class HandoffRunCommandTest {
    @TempDir
    static Path state;
    private static Plane plane;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        plane = new Plane(state);
        Metal.declare(plane.bench, Metal.cluster(5));
    }

    @BeforeEach
    void nothingHappenedYet() throws IOException {
        plane.handoffs.reset();
        plane.handoffs.gates = List.of(new Gate("plan", Gate.State.GREEN, "good", ""));
        Files.writeString(folder.resolve("kubeconfig"), "kind: Config\n");
        Files.createDirectory(folder.resolve("bin"));
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private Ended run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("handoff"), Stream.concat(Arrays.stream(words), Stream.of("--url",
                plane.uri("").toString(), "--fingerprint", plane.certificate.fingerprintText())))
                .toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(Role.OPERATOR), "PATH", folder.resolve("bin")
                .toString()), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ended(code, out.toString(), err.toString());
    }

    /** @param kubectl the body of a shell script */
    private void tools(String kubectl) throws IOException {
        program("helm", "echo v4.1.4\n");
        program("kubectl", kubectl);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String config() {
        return folder.resolve("kubeconfig").toString();
    }

    @Test
    void withoutTheToolsItPrintsWhatToRun() throws IOException {
        Ended ended = run("run", "prod", "--yes");
        assertEquals(ExitCode.ABSENT, ended.code(), ended.err());
        assertTrue(ended.err().contains("helm and kubectl are not on the PATH, so nothing was done"), ended.err());
        assertTrue(ended.out().contains("\nhelm --namespace openebs upgrade --install openebs openebs --repo "
                + "https://openebs.github.io/openebs --version 4.5.1 --values chart/values.yaml"), ended.out());
        assertTrue(ended.out().indexOf("STOP unless") < ended.out().indexOf("manifests/pools/worker-1-1a2b3c4d.yaml"));
        program("helm", "exit 1\n");
        assertTrue(run("run", "prod", "--yes").err().contains("kubectl is not on the PATH"));
        assertEquals(List.of(), plane.handoffs.runs);
        Ended printed = run("run", "prod", "--print");
        assertEquals(ExitCode.OK, printed.code(), printed.err());
        assertEquals(ended.out(), printed.out());
        assertEquals(ExitCode.ABSENT, run("prove", "prod").code());
    }

    @Test
    void theChartAndItsImagesCanComeFromElsewhere() {
        String printed = run("run", "prod", "--print", "--chart", "oci://mirror.example/charts/openebs", "--registry",
                "mirror.example").out();
        assertTrue(printed.contains("upgrade --install openebs oci://mirror.example/charts/openebs --version 4.5.1 "
                + "--values chart/values.yaml --values chart/registry.yaml"), printed);
        assertTrue(run("run", "prod", "--print", "--chart", "http://10.0.0.9/charts").out().contains(
                "openebs openebs --repo http://10.0.0.9/charts"));
    }

    @Test
    void nobodyAgreed() throws IOException {
        tools("exit 1\n");
        Ended ended = run("run", "prod", "--kubeconfig", config());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("SER1") && ended.err().contains("becomes a pool, if it is proven blank")
                && ended.err().contains("--yes says so"), ended.err());
        assertEquals(List.of(), plane.handoffs.runs);
    }

    @Test
    void aRedGateLetsNobodyPass() throws IOException {
        tools("touch " + folder.resolve("touched") + "\n");
        plane.handoffs.gates = List.of(new Gate("jumbo", Gate.State.RED, "1500 bytes", "Set the MTU"));
        Ended ended = run("run", "prod", "--yes", "--allow", "jumbo", "--kubeconfig", config());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("jumbo"), ended.err());
        assertFalse(Files.exists(folder.resolve("touched")));
    }

    @Test
    void aFailureIsToldWithItsCauseAndWrittenDown() throws IOException {
        tools("echo \"$@\" >> " + folder.resolve("said") + "; echo \"$KUBECONFIG\" >> " + folder.resolve("said")
                + "\necho 'Unable to connect to the server: refused' >&2\nexit 1\n");
        Ended ended = run("run", "prod", "--yes", "--kubeconfig", config());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.out().contains("The run failed in step preflight")
                && ended.out().contains("Cause: the cluster's API server does not answer")
                && ended.out().contains("Mend: "), ended.out());
        assertTrue(Files.readString(folder.resolve("said")).contains(config()));
        assertEquals("failed", plane.handoffs.runs.getFirst().outcome());
        Ended json = run("run", "prod", "--yes", "--kubeconfig", config(), "--output", "json");
        assertTrue(json.out().startsWith("{\"run\":\"") && json.out().contains("\"name\":\"unreachable\""), json.out());
    }

    @Test
    void aMissingKubeconfigIsTold() throws IOException {
        tools("exit 0\n");
        Ended ended = run("run", "prod", "--yes", "--kubeconfig", folder.resolve("nowhere").toString());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("nowhere cannot be read"), ended.err());
        assertEquals(List.of(), plane.handoffs.runs);
    }

    @Test
    void provingBeginsNoRun() throws IOException {
        plane.handoffs.gates = List.of(new Gate("jumbo", Gate.State.RED, "1500 bytes", "Set the MTU"));
        tools("echo 'Unable to connect to the server: refused' >&2\nexit 1\n");
        Ended ended = run("prove", "prod", "--kubeconfig", config());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.out().contains("step preflight"), ended.out());
        assertEquals(List.of(), plane.handoffs.runs);
    }
}
