package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.NodeType;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.talos.Contract;
import dev.ichor.talos.node.Rig;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.Render;
import dev.ichor.talos.render.Rendering;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that were imported make the same configurations, and those give the same secrets again. */
@Timeout(180)
class SameBytesTest {
    @TempDir
    Path folder;
    private Bench bench;
    private ClusterKeys keys;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        keys = bench.provisioner.talos().keys();
        Metal.declare(bench, Metal.cluster(5));
        bench.secrets("prod");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw new AssertionError(refused);
        };
    }

    /** Of a node on real hardware, through every layer and check. */
    private static String configuration(Contract contract, NodeType type, SecretsBundle secrets) {
        Rig rig = Rig.usual(contract);
        NodeInput node = (type == NodeType.CONTROLPLANE ? rig.control() : rig).input();
        Rendering rendering = Render.node(new NodeInput(node.cluster(), node.node(), secrets, node.fingerprint(),
                node.claims(), node.storage(), node.others(), node.arch(), node.sinks()));
        assertFalse(rendering.isRefused(), rendering::toString);
        return rendering.text();
    }

    @Test
    void ofEveryContract() {
        SecretsBundle imported = done(keys.bundle("prod"));
        for (Contract contract : Contract.values()) {
            for (NodeType type : NodeType.values()) {
                assertEquals(configuration(contract, type, SomeSecrets.BUNDLE), configuration(contract, type, imported));
            }
            byte[] file = configuration(contract, NodeType.CONTROLPLANE, imported).getBytes(StandardCharsets.UTF_8);
            assertEquals(ClusterKeys.Origin.SECRETS_FILE, done(keys.take("prod", file, Bench.ANN)).origin(),
                    "the same secrets as those that are there");
            bench.database.inTransaction(connection -> dev.ichor.store.Rows.run(connection,
                    "DELETE FROM cluster_secrets"));
            assertEquals(ClusterKeys.Origin.CONFIGURATION, done(keys.take("prod", file, Bench.ANN)).origin());
            assertEquals(SecretsYaml.write(SomeSecrets.BUNDLE), done(keys.export("prod", Bench.ANN)));
            bench.database.inTransaction(connection -> dev.ichor.store.Rows.run(connection,
                    "DELETE FROM cluster_secrets"));
            bench.secrets("prod");
            byte[] worker = configuration(contract, NodeType.WORKER, imported).getBytes(StandardCharsets.UTF_8);
            assertTrue(keys.take("prod", worker, Bench.ANN) instanceof Outcome.Refused<?> refused
                    && refused.problems().getFirst().what().contains("only a control plane"));
        }
    }
}
