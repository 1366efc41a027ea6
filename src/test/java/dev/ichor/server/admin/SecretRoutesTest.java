package dev.ichor.server.admin;

import static dev.ichor.server.admin.Probe.must;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.api.FreshConfig;
import dev.ichor.server.admin.api.MintedView;
import dev.ichor.server.admin.api.SecretsFile;
import dev.ichor.server.admin.api.SecretsRequest;
import dev.ichor.store.Rows;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes in is checked to the last field, and what goes out goes out once. */
@Timeout(180)
class SecretRoutesTest {
    private static final String C1 = "/api/v1/clusters/c1/";
    private static final SecretsBundle BUNDLE = SomeSecrets.BUNDLE;
    private static final String YAML = SecretsYaml.write(BUNDLE);

    @TempDir
    Path folder;
    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(folder);
        Probe.furnish(plane);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private Answer post(String path, Object body, String key) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        if (!key.isEmpty()) {
            headers.put("Idempotency-Key", key);
        }
        return plane.ask("POST", C1 + path, plane.secret(Role.ADMIN), headers, Json.write(body));
    }

    private Answer take(String file) {
        return post("secrets", new SecretsRequest(Optional.of(file)), "");
    }

    /** A machine configuration of the older form with these secrets, as far as an import reads it. */
    private static String configuration(String type) {
        return """
                version: v1alpha1
                machine:
                  type: %s
                  token: %s
                  ca: {crt: %s, key: %s}
                cluster:
                  id: %s
                  secret: %s
                  token: %s
                  secretboxEncryptionSecret: %s
                  ca: {crt: %s, key: %s}
                  aggregatorCA: {crt: %s, key: %s}
                  serviceAccount: {key: %s}
                  etcd:
                    ca: {crt: %s, key: %s}
                """.formatted(type, BUNDLE.trustdToken(), BUNDLE.os().certificateLine(), BUNDLE.os().keyLine(),
                BUNDLE.clusterId(), BUNDLE.clusterSecret(), BUNDLE.bootstrapToken(), BUNDLE.encryption().value(),
                BUNDLE.kubernetes().certificateLine(), BUNDLE.kubernetes().keyLine(),
                BUNDLE.aggregator().certificateLine(), BUNDLE.aggregator().keyLine(), BUNDLE.serviceAccountLine(),
                BUNDLE.etcd().certificateLine(), BUNDLE.etcd().keyLine());
    }

    /** Garbage, and what the refusal must name. */
    private static List<String[]> garbage() {
        String osKey = BUNDLE.os().keyLine();
        String etcdKey = BUNDLE.etcd().keyLine();
        String[] lines = YAML.split("(?<=\n)");
        List<String[]> all = new ArrayList<>(List.of(
                new String[] {"", "holds no secrets"},
                new String[] {"\n# nothing\n", "holds no secrets"},
                new String[] {"hello", "expected a map"},
                new String[] {"- a\n- b\n", "expected a map"},
                new String[] {"{\"a\": ", "not YAML, or cut off"},
                new String[] {"a: b: c\n", "not YAML, or cut off"},
                new String[] {"\u0000\u0001", "character that YAML forbids"},
                new String[] {"x: 1\n", "cluster"},
                new String[] {String.join("", List.of(lines).subList(0, 9)), "certs"},
                new String[] {String.join("", List.of(lines).subList(0, lines.length - 1)), "certs.os.key"},
                new String[] {YAML.substring(0, YAML.length() - 9), "certs.os.key"},
                new String[] {YAML.replace(osKey, etcdKey), "certs.os.key: this key does not belong"},
                new String[] {YAML.replace(etcdKey, BUNDLE.kubernetes().keyLine()), "certs.etcd.key: this key does"},
                new String[] {YAML.replace(BUNDLE.aggregator().certificateLine(), BUNDLE.etcd().certificateLine()),
                    "certs.k8saggregator.key: this key does not"},
                new String[] {YAML.replace(osKey, "a-b-c"), "certs.os.key"},
                new String[] {YAML.replace(BUNDLE.os().certificateLine(), osKey), "certs.os.crt"},
                new String[] {YAML.replace(BUNDLE.serviceAccountLine(), "AAAA"), "certs.k8sserviceaccount.key"},
                new String[] {YAML.replace(BUNDLE.bootstrapToken(), "ABC"), "secrets.bootstraptoken"},
                new String[] {YAML.replace(BUNDLE.clusterSecret(), "AAAA"), "cluster.secret"},
                new String[] {YAML.replace(BUNDLE.encryption().value(), "AAAA"), "secrets.secretboxencryptionsecret"},
                new String[] {YAML + "more: 1\n", "more"},
                new String[] {YAML + "---\n" + YAML, "second document"},
                new String[] {configuration("worker"), "machine.type: only a control plane"},
                new String[] {configuration("controlplane").replace(osKey, etcdKey), "machine.ca.key: this key does"},
                new String[] {configuration("controlplane").replaceAll("(?m)^  etcd:\n.*\n", ""), "cluster.etcd"},
                new String[] {"version: v1alpha1\n", "machine"},
                new String[] {"kind: LinkConfig\nname: a\n", "no machine configuration"}));
        return all;
    }

    @Test
    void garbageIsRefusedWithTheFieldAndNothingIsKept() {
        List<String> wrong = new ArrayList<>();
        for (String[] one : garbage()) {
            Answer answer = take(one[0]);
            if (answer.status() != 422 || !answer.body().contains(one[1])
                    || !answer.body().contains("\"pointer\":\"/file\"")) {
                wrong.add(one[1] + ": " + answer);
            }
            if (BUNDLE.secretTexts().stream().anyMatch(answer.body()::contains)) {
                wrong.add(one[1] + ": quotes a secret");
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(take(YAML.replace(BUNDLE.os().keyLine(), "a-b-c")).body().contains("line 23, certs.os.key: "));
        assertTrue(must(200, plane.get(C1 + "secrets")).body().contains("\"secrets\":null"));
        assertTrue(must(422, take("x".repeat(1_100_000))).body().contains("larger than"));
    }

    @Test
    void aConfigurationGivesTheSameSecretsAsTheFile() throws Malformed {
        must(201, take(configuration("controlplane")));
        assertTrue(must(201, take(YAML)).body().contains("\"origin\":\"configuration\""));
        assertEquals(YAML, Json.read(must(200, post("secrets/export", Map.of(), "")).body(), SecretsFile.class).text());
        assertEquals(409, post("secrets", Map.of(), "").status());
    }

    @Test
    void anAnswerWithASecretIsNeverKeptAndNeverGivenTwice() throws Exception {
        must(201, take(YAML));
        String export = once("secrets/export", 200);
        assertTrue(export.contains(Json.write(YAML)));
        List<String> hidden = new ArrayList<>(BUNDLE.secretTexts());
        for (String path : List.of("talosconfig", "kubeconfig")) {
            String text = Json.read(once(path, 201), FreshConfig.class).text();
            hidden.add(text.replaceAll("(?s).*key(?:-data)?: (\\S+).*", "$1"));
        }
        String all = database() + plane.json(Role.ADMIN, "GET", "/api/v1/audit?limit=1000", null).body()
                + plane.get("/api/v1/events").body() + plane.get(C1 + "minted").body()
                + plane.get(C1 + "secrets").body()
                + plane.get("/openapi.json").body();
        assertTrue(all.contains("mint kubeconfig") && all.contains("export secrets"));
        for (String secret : hidden) {
            assertTrue(secret.length() >= 20, "long enough to look for");
            assertFalse(all.contains(secret), "a secret is somewhere");
        }
        assertEquals(2, Json.readList(plane.get(C1 + "minted").body().replaceAll("(?s).*\"items\":(\\[.*\\])}.*",
                "$1"), MintedView.class).size());
    }

    private String once(String path, int status) {
        Answer first = must(status, post(path, Map.of(), "key-" + path));
        assertEquals("no-store", first.header("Cache-Control"));
        Answer second = must(409, post(path, Map.of(), "key-" + path));
        assertEquals("true", second.header("Idempotent-Replayed"));
        assertTrue(second.body().contains("shown only once"), second.body());
        return first.body();
    }

    /** Everything that lies on the disk. */
    private String database() throws IOException {
        plane.bench.database.inTransaction(connection -> Rows.run(connection, "UPDATE minted SET at = at"));
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void whatIsWrongWithAWishIsSaidAtItsField() {
        must(201, take(YAML));
        for (String[] one : new String[][] {{"talosconfig", "{\"roles\":[\"os:reader\",\"root\"]}", "/roles/1"},
            {"talosconfig", "{\"roles\":[]}", "/roles"}, {"talosconfig", "{\"minutes\":4}", "/minutes"},
            {"talosconfig", "{\"endpoints\":[\"a b\"]}", "/endpoints/0"},
            {"kubeconfig", "{\"user\":\"\"}", "/user"}, {"kubeconfig", "{\"groups\":[\"\"]}", "/groups/0"},
            {"kubeconfig", "{\"minutes\":9999999}", "/minutes"}}) {
            Answer answer = plane.json(Role.ADMIN, "POST", C1 + one[0], one[1]);
            assertTrue(answer.status() == 422 && answer.body().contains("\"pointer\":\"" + one[2] + "\""), one[1]
                    + answer);
        }
    }
}
