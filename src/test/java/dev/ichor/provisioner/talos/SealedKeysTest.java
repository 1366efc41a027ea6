package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Declared;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.store.Rows;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.talos.secrets.TalosRole;
import dev.ichor.vault.SomeSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SealedKeysTest {
    private static final Caller ROOT = new Caller("t-0000000009", "root", Role.ADMIN, "192.0.2.9");
    private static final String YAML = SecretsYaml.write(SomeSecrets.BUNDLE);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;
    private Bench bench;
    private ClusterKeys keys;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.now.set(Instant.parse("2026-09-01T10:00:00Z"));
        keys = bench.provisioner.talos().keys();
        declare("prod", "v1.13.9");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void declare(String name, String talos) {
        done(bench.provisioner.declarations().put(Declared.Kind.CLUSTER, name, "kind: Cluster\nname: " + name
                + "\nendpoint: https://10.0.0.5:6443\ntalos: " + talos + "\nkubernetes: v1.34.1\n",
                OptionalLong.empty(), ROOT));
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw new AssertionError(refused);
        };
    }

    private static List<Problem> refused(Why why, Outcome<?> outcome) {
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class, outcome);
        assertEquals(why, refused.why(), refused::toString);
        return refused.problems();
    }

    private Outcome<ClusterKeys.State> take(String text) {
        return keys.take("prod", text.getBytes(StandardCharsets.UTF_8), ROOT);
    }

    @Test
    void whatIsImportedIsExportedByteForByteAndOpened() {
        assertEquals(Optional.empty(), done(keys.state("prod")));
        refused(Why.NOT_FOUND, keys.bundle("prod"));
        ClusterKeys.State state = done(take(YAML));
        assertEquals(ClusterKeys.Origin.SECRETS_FILE, state.origin());
        assertTrue(state.openable());
        assertEquals(Bench.sealKey(1).id(), state.sealedWith());
        assertEquals(List.of("os", "kubernetes", "etcd", "aggregator"), state.authorities().stream()
                .map(ClusterKeys.Authority::name).toList());
        assertEquals(Instant.parse("2036-08-18T10:00:00Z"), state.authorities().getFirst().until());
        assertEquals(Optional.of(state), done(keys.state("prod")));
        assertEquals(YAML, done(keys.export("prod", ROOT)));
        assertEquals(SomeSecrets.BUNDLE, done(keys.bundle("prod")));
    }

    @Test
    void theSameAgainIsFineAndOthersAreRefused() {
        ClusterKeys.State state = done(take(YAML));
        assertEquals(state, done(take("# the same\n" + YAML)));
        refused(Why.CONFLICT, take(YAML.replace(SomeSecrets.BUNDLE.trustdToken(), "abcdef.0123456789abcdef")));
        refused(Why.CONFLICT, keys.make("prod", ROOT));
        assertEquals(YAML, done(keys.export("prod", ROOT)));
    }

    @Test
    void ofTwoAtTheSameTimeOneComesFirst() throws Exception {
        String other = YAML.replace(SomeSecrets.BUNDLE.trustdToken(), "abcdef.0123456789abcdef");
        List<String> kept = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> threads = java.util.stream.IntStream.range(0, 6).mapToObj(i -> Thread.ofVirtual().start(() -> {
            String mine = i % 2 == 0 ? YAML : other;
            if (take(mine) instanceof Outcome.Done) {
                kept.add(mine);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(done(keys.export("prod", ROOT))), kept.stream().distinct().toList());
        assertEquals(3, kept.size());
    }

    @Test
    void newSecretsHaveTheFormOfTheClustersTalos() {
        declare("next", "v1.14.0");
        assertEquals(ClusterKeys.Origin.GENERATED, done(keys.make("prod", ROOT)).origin());
        assertTrue(done(keys.bundle("prod")).clusterId().matches("[-_A-Za-z0-9]{43}="));
        SecretsBundle bundle = done(keys.bundle("prod"));
        Outcome<ClusterKeys.State> taken = keys.take("next", SecretsYaml.write(bundle)
                .getBytes(StandardCharsets.UTF_8), ROOT);
        assertTrue(done(taken).openable());
    }

    @Test
    void nobodyKeepsSecretsOfWhatIsNotDeclared() {
        refused(Why.NOT_FOUND, keys.state("none"));
        refused(Why.NOT_FOUND, keys.make("none", ROOT));
        refused(Why.NOT_FOUND, keys.take("none", YAML.getBytes(StandardCharsets.UTF_8), ROOT));
        refused(Why.NOT_FOUND, keys.export("none", ROOT));
        refused(Why.NOT_FOUND, keys.talosconfig("none", List.of(TalosRole.ADMIN), DAY, List.of(), ROOT));
        refused(Why.NOT_FOUND, keys.kubeconfig("prod", "admin", List.of(), DAY, ROOT));
        refused(Why.NOT_FOUND, keys.forget("none", ROOT));
    }

    @Test
    void secretsOutliveTheDeclarationUntilTheyAreForgotten() {
        done(take(YAML));
        refused(Why.CONFLICT, keys.forget("prod", ROOT));
        done(bench.provisioner.declarations().delete(Declared.Kind.CLUSTER, "prod", OptionalLong.empty(), ROOT));
        assertTrue(done(keys.state("prod")).isPresent());
        assertEquals(YAML, done(keys.export("prod", ROOT)));
        refused(Why.NOT_FOUND, keys.make("prod", ROOT));
        assertEquals("prod", done(keys.forget("prod", ROOT)));
        refused(Why.NOT_FOUND, keys.state("prod"));
    }

    @Test
    void secretsOfMachinesThatAreNodesAreNotForgotten() {
        done(take(YAML));
        bench.discover(Bench.Box.of("", "SN1", "52:54:00:00:00:01"));
        bench.database.inTransaction(connection -> Rows.run(connection, "UPDATE machines SET cluster = 'prod',"
                + " node = 'cp-1'") + Rows.run(connection, "DELETE FROM declared"));
        assertTrue(refused(Why.CONFLICT, keys.forget("prod", ROOT)).getFirst().what().endsWith(": cp-1"));
    }

    @Test
    void onlyTheKeyThatSealedThemOpensThem() {
        done(take(YAML));
        bench.database.inTransaction(connection -> Rows.run(connection, "UPDATE cluster_secrets SET sealed = ?",
                dev.ichor.vault.secrets.SealedBundle.seal(Bench.sealKey(2), "prod", SomeSecrets.BUNDLE,
                        SomeSecrets.RANDOM)));
        ClusterKeys.State state = done(keys.state("prod")).orElseThrow();
        assertFalse(state.openable());
        assertTrue(state.trouble().contains("sealed with the key " + Bench.sealKey(2).id()), state.trouble());
        assertEquals(List.of(), state.authorities());
        for (Outcome<?> outcome : List.of(keys.bundle("prod"), keys.export("prod", ROOT), take(YAML),
                keys.talosconfig("prod", List.of(TalosRole.ADMIN), DAY, List.of(), ROOT),
                keys.kubeconfig("prod", "a", List.of(), DAY, ROOT))) {
            assertEquals(state.trouble(), refused(Why.CONFLICT, outcome).getFirst().what());
        }
    }

    @Test
    void talosconfigNamesTheControlPlanesOrTheEndpoint() {
        done(take(YAML));
        ClusterKeys.Minted first = done(keys.talosconfig("prod", List.of(TalosRole.READER), DAY, List.of(), ROOT));
        assertTrue(first.text().contains("endpoints:\n            - 10.0.0.5\n"), "the endpoint's host");
        assertEquals(Instant.parse("2026-09-02T10:00:00Z"), first.until());
        ClusterKeys.Minted given = done(keys.talosconfig("prod", List.of(TalosRole.READER, TalosRole.ETCD_BACKUP), DAY,
                List.of("cp1.example:50000", "fd00::1"), ROOT));
        assertTrue(given.text().contains("- \"cp1.example:50000\"\n"), "as given");
        ClusterKeys.Minted kube = done(keys.kubeconfig("prod", "ann", List.of("a:b", "c"), DAY, ROOT));
        assertEquals(List.of(kube.serial(), given.serial(), first.serial()), keys.minted("prod", 10).stream()
                .map(ClusterKeys.MintedOnce::serial).toList());
        ClusterKeys.MintedOnce newest = keys.minted("prod", 1).getFirst();
        assertEquals("kubeconfig ann a:b, c", newest.kind() + " " + newest.who() + " " + newest.role());
        assertEquals("root os:reader, os:etcd:backup", keys.minted("prod", 2).getLast().who() + " "
                + keys.minted("prod", 2).getLast().role());
    }

    @Test
    void everythingWrongWithAMintingIsSaidAtItsField() {
        done(take(YAML));
        assertEquals(List.of("/minutes", "/roles", "/endpoints/1"), refused(Why.INVALID, keys.talosconfig("prod",
                List.of(), Duration.ofMinutes(4), List.of("a", "b c"), ROOT)).stream().map(Problem::where).toList());
        assertEquals(List.of("/minutes", "/user", "/groups/0"), refused(Why.INVALID, keys.kubeconfig("prod", "",
                List.of("\n"), Duration.ofDays(3651), ROOT)).stream().map(Problem::where).toList());
        bench.now.set(Instant.parse("2036-09-01T10:00:00Z"));
        assertTrue(refused(Why.CONFLICT, keys.kubeconfig("prod", "a", List.of(), DAY, ROOT)).getFirst().what()
                .contains("which is not now"));
        assertEquals(List.of(), keys.minted("prod", 10));
    }

    @Test
    void nothingInTheDatabaseIsClear() throws Exception {
        done(take(YAML));
        done(keys.export("prod", ROOT));
        ClusterKeys.Minted minted = done(keys.talosconfig("prod", List.of(TalosRole.ADMIN), DAY, List.of(), ROOT));
        String key = minted.text().replaceAll("(?s).*key: (\\S+)\n", "$1");
        assertTrue(key.length() > 100);
        bench.database.inTransaction(connection -> Rows.run(connection, "UPDATE minted SET at = at"));
        StringBuilder all = new StringBuilder();
        for (Path file : List.of(folder.resolve("ichor.db"), folder.resolve("ichor.db-wal"))) {
            all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
        assertTrue(all.toString().contains("mint talosconfig"), "the audit log is there");
        for (String secret : SomeSecrets.BUNDLE.secretTexts()) {
            secret.lines().filter(line -> !line.startsWith("-----")).forEach(line ->
                    assertFalse(all.toString().contains(line), "a secret is in the database"));
        }
        assertFalse(all.toString().contains(key), "a minted key is in the database");
        assertFalse(minted.toString().contains(key));
    }
}
