package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Ichor;
import dev.ichor.kube.ChartRepository;
import dev.ichor.kube.Handover;
import dev.ichor.kube.KubeTools;
import dev.ichor.kube.Trouble;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code ichor handoff run} from a person's shell to the end: the real desk and database, the real helm and kubectl, a
 * chart repository, and the stand-in of a cluster in which things go wrong on the way.
 */
@Tag("npm")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class HandedOverTest {
    private static final Path CHART = Path.of("src/test/resources/kube/charts/openebs").toAbsolutePath();
    private static final int AT_ONCE = 60;

    @TempDir
    Path folder;
    private Plane plane;
    private ChartRepository charts;

    private record Ended(int code, String out, String err) {
    }

    private Ended handoff(String command, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of("handoff", command, Sites.CLUSTER, "--url", plane.uri("")
                .toString(), "--fingerprint", plane.certificate.fingerprintText()));
        words.addAll(List.of(more));
        int code = Ichor.run(words.toArray(String[]::new), Map.of("ICHOR_TOKEN", plane.secret(Role.OPERATOR), "PATH",
                folder.resolve("bin").toString()), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ended(code, out.toString(), err.toString());
    }

    private Ended run() {
        List<String> words = new ArrayList<>(List.of("--yes", "--chart", charts.url(), "--kubeconfig",
                folder.resolve("kubeconfig").toString()));
        HandoffRack.value(plane.bench.provisioner.handoff().gates(Sites.CLUSTER)).stream()
                .filter(gate -> gate.state() == Gate.State.UNKNOWN)
                .forEach(gate -> words.addAll(List.of("--allow", gate.name())));
        return handoff("run", words.toArray(String[]::new));
    }

    private Ended prove() {
        return handoff("prove", "--kubeconfig", folder.resolve("kubeconfig").toString());
    }

    /** With no settings of the person who runs the tests. */
    private void tool(String name, Path program) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve(name),
                "#!/bin/sh\nHOME=" + folder + " exec " + program + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void whatGoesWrongIsToldAndMendedAndMayastorStands() throws Exception {
        try (Plane made = Plane.handingOver(folder.resolve("state"))) {
            plane = made;
            HandoffRack rack = new HandoffRack(plane.bench);
            rack.declare(Sites.cluster(), 1, 2, 3);
            for (int worker = 1; worker <= 3; worker++) {
                rack.adopt(worker);
            }
            HandoffDesk desk = rack.desk();
            HandoffPlan plan = HandoffRack.value(desk.plan(Sites.CLUSTER));
            tool("helm", KubeTools.helm());
            tool("kubectl", KubeTools.kubectl());
            try (Handover cluster = new Handover(plan, HandoffRack.value(desk.bundle(Sites.CLUSTER, false)),
                         Files.createDirectory(folder.resolve("bundle")));
                 ChartRepository repository = new ChartRepository(CHART, plan.chart().version(),
                         plan.chart().mayastor())) {
                charts = repository;
                cluster.world().setTicks(AT_ONCE);
                Files.writeString(folder.resolve("kubeconfig"), cluster.world().kubeconfig());
                aDiskWithDataEndsItAndTurnsItsGateRed(rack, cluster);
                struck(rack, cluster, Trouble.HELM_FAILS_HALFWAY);
                comesToItsEnd(rack, cluster);
            }
        }
    }

    private void aDiskWithDataEndsItAndTurnsItsGateRed(HandoffRack rack, Handover cluster) {
        struck(rack, cluster, Trouble.DISK_HOLDS_DATA);
        assertTrue(rack.gates(Gate.State.RED).contains("pool-disks"), rack.gates().toString());
        Ended refused = run();
        assertTrue(refused.code() != 0 && refused.err().contains("pool-disks"), refused.err());
        Ended proven = prove();
        assertEquals(0, proven.code(), proven.out() + proven.err());
        assertFalse(rack.gates(Gate.State.RED).contains("pool-disks"), rack.gates().toString());
    }

    private void struck(HandoffRack rack, Handover cluster, Trouble trouble) {
        cluster.world().strike(trouble);
        Ended ended = run();
        assertTrue(ended.code() != 0 && ended.out().contains("The run failed in step " + trouble.step()),
                trouble + ": " + ended.out() + ended.err());
        HandoffDesk.Run run = rack.desk().runs(Sites.CLUSTER, 1).getFirst();
        assertEquals("failed", run.outcome());
        assertEquals(trouble.step() + " failed", run.steps().getLast().name() + " " + run.steps().getLast().state());
        cluster.world().mend();
    }

    private void comesToItsEnd(HandoffRack rack, Handover cluster) {
        Ended ended = run();
        assertEquals(0, ended.code(), ended.out() + ended.err());
        assertEquals(List.of(), cluster.lacks());
        assertEquals(List.of(), cluster.wrongs());
        HandoffDesk.Run run = rack.desk().runs(Sites.CLUSTER, 1).getFirst();
        assertEquals("done", run.outcome());
        assertTrue(run.steps().stream().filter(step -> step.name().equals("fio")).findFirst().orElseThrow().results()
                .size() > 0, "fio's figures are kept");
        assertTrue(charts.asked().contains("/index.yaml"), charts.asked()::toString);
        assertTrue(rack.desk().timeline(Sites.CLUSTER, OptionalLong.empty(), 100).stream()
                .anyMatch(line -> line.kind().equals("run") && line.state().equals("done")));
    }
}
