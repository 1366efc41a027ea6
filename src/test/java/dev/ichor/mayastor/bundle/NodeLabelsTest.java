package dev.ichor.mayastor.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ichor.inventory.Handoff.Domain;
import dev.ichor.kube.KubeTools;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.run.Action;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Labels of Mayastor's nodes: when they are needed, and that kubectl sets them. */
@Timeout(60)
class NodeLabelsTest {
    @TempDir
    Path folder;

    private static HandoffPlan racks() {
        return Plans.of(Sites.withDomain(Sites.three(), Domain.RACK));
    }

    private static List<Action.Kubectl> classes(HandoffPlan plan) {
        return Steps.of(plan).stream().filter(step -> step.name().equals("classes")).map(Step::actions)
                .flatMap(List::stream).map(Action.Kubectl.class::cast).toList();
    }

    @Test
    void onlyWhatIsNoNodeIsLabelled() {
        assertEquals(List.of(), NodeLabels.paths(Sites.plan()));
        assertEquals(List.of("v0/nodes/worker-1/label/domain=r1?overwrite=true",
                "v0/nodes/worker-2/label/domain=r2?overwrite=true",
                "v0/nodes/worker-3/label/domain=r3?overwrite=true"), NodeLabels.paths(racks()));
        assertEquals(1, classes(Sites.plan()).size());
        assertEquals(4, classes(racks()).size());
        assertEquals(List.of(), NodeLabels.paths(Plans.of(Sites.withMayastor(Sites.withDomain(Sites.three(),
                Domain.RACK), "", 1, 2))));
    }

    @Test
    void aValueIsOneThatLabelsAndPathsTake() {
        Map.of("rack 7 (north)", "rack-7--north", "r1", "r1", "a/b?c=d", "a-b-c-d", "-x-", "x", "\u00E9", "",
                "x".repeat(70), "x".repeat(63)).forEach((text, value) -> assertEquals(value, NodeLabels.value(text)));
    }

    @Test
    @Tag("npm")
    void kubectlPutsTheLabel() throws Exception {
        Bundle bundle = Bundles.of(racks(), false);
        Path file = folder.resolve("manifests/20-node-labels.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, bundle.file("manifests/20-node-labels.txt").orElseThrow().text());
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        try {
            List<String> command = new ArrayList<>(List.of(KubeTools.kubectl().toString(), "--server",
                    "http://127.0.0.1:" + server.getAddress().getPort(), "--namespace", "openebs"));
            command.addAll(classes(racks()).getFirst().arguments());
            Path out = folder.resolve("out");
            Process kubectl = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(out.toFile()).start();
            assertTrue(kubectl.waitFor(40, TimeUnit.SECONDS), "kubectl hangs");
            assertEquals(0, kubectl.exitValue(), Files.readString(out));
        } finally {
            server.stop(0);
        }
        assertEquals(List.of("PUT /api/v1/namespaces/openebs/services/http:openebs-api-rest:8081/proxy/v0/nodes/"
                + "worker-1/label/domain=r1?overwrite=true"), asked);
    }
}
