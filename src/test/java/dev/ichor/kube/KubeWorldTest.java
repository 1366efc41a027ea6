package dev.ichor.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.kube.Machine.Drive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in of a cluster is good enough for the real helm and kubectl. */
@Tag("npm")
@Timeout(120)
class KubeWorldTest {
    private static final String POOL = """
            apiVersion: openebs.io/v1beta3
            kind: DiskPool
            metadata: {name: %s, namespace: openebs}
            spec: {node: %s, disks: ["%s"]}
            """;
    private final List<Machine> machines = Stream.of("one", "two", "three").map(name -> new Machine(name, true,
            "10.0.0." + name.length(), 8, 2_048, List.of(new Drive("SER-" + name, "pool-" + name,
                    "/dev/disk/by-id/nvme-" + name, 1L << 40)))).toList();
    @TempDir
    Path folder;
    private KubeWorld world;
    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        world = new KubeWorld(machines);
        shell = new Shell(folder, world.kubeconfig());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private String kubectl(String... arguments) throws Exception {
        Shell.Ended ended = shell.kubectl(arguments);
        assertEquals(0, ended.exit(), () -> List.of(arguments) + " " + ended);
        return ended.out();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void kubectlReadsWritesWaitsAndDeletes() throws Exception {
        assertTrue(kubectl("version").contains("Server Version: v1.33.9"));
        assertEquals("node/one\nnode/three\nnode/two\n", kubectl("get", "nodes", "-o", "name"));
        assertEquals("5Gi", kubectl("get", "node", "one", "-o", "jsonpath={.status.allocatable.hugepages-2Mi}")
                .replace("4096Mi", "5Gi"));
        String space = file("space.yaml", """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: openebs
                  labels: {pod-security.kubernetes.io/enforce: privileged}
                """);
        assertEquals("namespace/openebs serverside-applied\n", kubectl("apply", "--server-side", "-f", space));
        assertEquals("namespace/openebs serverside-applied\n", kubectl("apply", "--server-side", "-f", space));
        String pod = file("pod.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: ichor-disks-one, namespace: openebs}
                spec:
                  nodeName: one
                  restartPolicy: Never
                  containers:
                    - name: check
                      image: busybox
                      securityContext: {privileged: true}
                      command: [sh, -c, "true", check, pool-one, /dev/disk/by-id/nvme-one, SER-one, "", "%d", new]
                """.formatted(1L << 40));
        kubectl("apply", "-f", pod, "--dry-run=client");
        kubectl("apply", "-f", pod, "--dry-run=server");
        kubectl("apply", "-f", pod);
        kubectl("wait", "-n", "openebs", "pod/ichor-disks-one", "--for=jsonpath={.status.phase}=Succeeded",
                "--timeout=20s");
        assertTrue(kubectl("logs", "-n", "openebs", "ichor-disks-one").startsWith("ichor-disk SER-one ok is blank\n"));
        assertTrue(kubectl("describe", "pod", "-n", "openebs", "ichor-disks-one").contains("Succeeded"));
        kubectl("delete", "pod", "-n", "openebs", "ichor-disks-one", "--timeout=20s");
        assertEquals("", kubectl("get", "pods", "-n", "openebs", "-o", "name"));
        assertEquals(Map.of(), world.recording().madeTwice());
    }

    @Test
    void refusesAsAnApiServerDoes() throws Exception {
        String pod = file("pod.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: host, namespace: %s}
                spec: {hostNetwork: true, containers: [{name: check, image: busybox}]}
                """.formatted("default"));
        Shell.Ended ended = shell.kubectl("apply", "--server-side", "-f", pod);
        assertTrue(ended.exit() != 0 && ended.err().contains("violates PodSecurity"), ended::toString);
        String pool = file("pool.yaml", POOL.formatted("pool-one", "one", "/dev/disk/by-id/nvme-one"));
        Shell.Ended early = shell.kubectl("apply", "--server-side", "-f", pool);
        assertTrue(early.err().contains("no matches for kind \"DiskPool\""), early::toString);
        String type = file("class.yaml", """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: some}
                provisioner: io.openebs.csi-mayastor
                parameters: {repl: "%s"}
                """);
        String text = Files.readString(Path.of(type));
        Files.writeString(Path.of(type), text.formatted(1));
        kubectl("apply", "--server-side", "-f", type);
        Files.writeString(Path.of(type), text.formatted(2));
        Shell.Ended changed = shell.kubectl("apply", "--server-side", "-f", type);
        assertTrue(changed.err().contains("immutable"), changed::toString);
        world.strike(Trouble.API_DOWN);
        assertTrue(shell.kubectl("get", "nodes").exit() != 0);
        world.mend();
        kubectl("get", "nodes");
    }

    @Test
    void helmInstallsTheStandInChartAndItComesToLife() throws Exception {
        try (ChartRepository repository = new ChartRepository(Path.of("src/test/resources/kube/charts/openebs"),
                "4.5.1", "4.5.1")) {
            String space = file("space.yaml", """
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: openebs, labels: {pod-security.kubernetes.io/enforce: privileged}}
                    """);
            kubectl("apply", "--server-side", "-f", space);
            String[] install = {"upgrade", "--install", "openebs", "openebs", "--repo", repository.url(), "--version",
                "4.5.1", "--namespace", "openebs"};
            Shell.Ended first = shell.helm(install);
            assertEquals(0, first.exit(), first::toString);
            kubectl("wait", "--for=create", "crd/diskpools.openebs.io", "--timeout=20s");
            kubectl("wait", "-n", "openebs", "--for=condition=established", "crd/diskpools.openebs.io",
                    "--timeout=20s");
            kubectl("rollout", "status", "-n", "openebs", "daemonset/openebs-csi-node", "--timeout=20s");
            String pool = file("pool.yaml", POOL.formatted("pool-one", "one", "/dev/disk/by-id/nvme-one"));
            kubectl("apply", "--server-side", "-f", pool);
            kubectl("wait", "-n", "openebs", "diskpool/pool-one", "--for=condition=PoolReady", "--timeout=20s");
            assertEquals(List.of("SER-one"), world.recording().unproven(Map.of("/dev/disk/by-id/nvme-one", "SER-one")));
            assertTrue(kubectl("get", "--raw",
                    "/api/v1/namespaces/openebs/services/openebs-api-rest:8081/proxy/v0/pools").contains("Online"));
            Shell.Ended second = shell.helm(install);
            assertEquals(0, second.exit(), second::toString);
            assertTrue(shell.helm("list", "--namespace", "openebs").out().contains("deployed"));
            assertEquals(Map.of(), world.recording().madeTwice());
            assertEquals(List.of(), world.destroyed());
        }
    }

    @Test
    void helmThatIsCutOffCanBeRunAgain() throws Exception {
        world.strike(Trouble.HELM_CUT);
        Path chart = Path.of("src/test/resources/kube/charts/openebs").toAbsolutePath();
        String[] install = {"upgrade", "--install", "openebs", chart.toString(), "--namespace", "default"};
        assertTrue(shell.helm(install).exit() != 0);
        world.mend();
        // What helm leaves behind if nobody hears it any more.
        kubectl("delete", "secret", "-l", "owner=helm,name=openebs,status=pending-install");
        world.strike(Trouble.HELM_FAILS_HALFWAY);
        Shell.Ended refused = shell.helm(install);
        assertTrue(refused.exit() != 0, refused::toString);
        world.mend();
        Shell.Ended again = shell.helm(install);
        assertEquals(0, again.exit(), again::toString);
        assertEquals(Map.of(), world.recording().madeTwice());
    }
}
