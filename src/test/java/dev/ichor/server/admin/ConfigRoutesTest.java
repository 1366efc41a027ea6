package dev.ichor.server.admin;

import static dev.ichor.server.admin.Probe.must;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of configurations, and who may see the secrets in them: an admin, on purpose, on record. */
@Timeout(60)
class ConfigRoutesTest {
    private static final String SN1 = "/api/v1/machines/SN1/";
    private static final Map<String, String> YAML = Map.of("Accept", "application/yaml");

    @TempDir
    static Path folder;
    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane(folder);
        Probe.furnish(plane);
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @BeforeEach
    void nothingIsDone() {
        plane.talos.done.clear();
    }

    @Test
    void nobodySeesSecretsWithoutAskingForThem() {
        for (Role role : Role.values()) {
            for (String path : List.of("config", "config?clear=false", "config/diff", "config/findings", "schematic")) {
                for (Map<String, String> accept : List.of(Map.<String, String>of(), YAML)) {
                    Answer answer = must(200, plane.ask("GET", SN1 + path, plane.secret(role), accept, null));
                    assertFalse(answer.body().contains(FakeTalos.SECRET), path + answer.body());
                    assertFalse(answer.headers().toString().contains(FakeTalos.SECRET));
                }
            }
        }
        String shown = plane.get(SN1 + "config").body();
        assertTrue(shown.contains("token: \\\"(secret)\\\""), shown);
        assertTrue(shown.contains("the token (secret) is not for nodes"), shown);
        assertTrue(shown.contains("\"servable\":true") && shown.contains("\"clear\":false"), shown);
        assertEquals(List.of(), plane.talos.done);
    }

    @Test
    void anAdminSeesThemOnRecordAndNobodyKeepsThem() {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            must(403, plane.ask("GET", SN1 + "config?clear=true", plane.secret(role), Map.of(), null));
        }
        assertEquals(List.of(), plane.talos.done);
        Answer answer = must(200, plane.ask("GET", SN1 + "config?clear=true", plane.secret(Role.ADMIN), Map.of(),
                null));
        assertTrue(answer.body().contains("token: " + FakeTalos.SECRET), answer.body());
        assertTrue(answer.body().contains("the token (secret) is not for nodes"), "findings never show them");
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals("", answer.header("ETag"));
        assertEquals(1, plane.talos.done.size());
        assertTrue(plane.talos.done.getFirst().matches("revealed m-[a-z0-9]{8} to admin"), plane.talos.done.toString());
    }

    @Test
    void theTextAloneIsYamlForOtherTools() {
        Answer answer = must(200, plane.ask("GET", SN1 + "config?clear=true", plane.secret(Role.ADMIN), YAML, null));
        assertEquals("application/yaml", answer.header("Content-Type"));
        assertEquals("Accept", answer.header("Vary"));
        assertEquals("no-store", answer.header("Cache-Control"));
        assertTrue(answer.body().contains("token: " + FakeTalos.SECRET + "\n"), answer.body());
        assertFalse(answer.body().contains("{"), answer.body());
        assertTrue(answer.body().endsWith("\n") && !answer.body().endsWith("\n\n"), "what is hashed is what is sent");
        assertEquals(FakeTalos.SCHEMATIC, must(200, plane.ask("GET", SN1 + "schematic", plane.secret(Role.VIEWER), YAML,
                null)).body());
        assertTrue(plane.ask("GET", SN1 + "config", plane.secret(Role.VIEWER), Map.of("Accept",
                "application/json, application/yaml;q=0.5"), null).body().startsWith("{"));
    }

    @Test
    void differencesAreThoseOfTheContent() {
        String body = plane.get(SN1 + "config/diff").body();
        assertTrue(body.contains("{\"where\":\"v1alpha1#/machine/network/hostname\",\"before\":\"n0\","
                + "\"after\":\"n1\"}"), body);
        assertTrue(body.contains("\"same\":false"), body);
    }

    @Test
    void theSchematicNamesTheAssets() {
        String body = plane.get(SN1 + "schematic").body();
        assertTrue(body.contains("{\"name\":\"talos/v1.13.9/" + "ab".repeat(32)
                + "/vmlinuz-amd64\",\"present\":false}"), body);
        assertTrue(body.contains("/initramfs-amd64.xz"), body);
    }

    @Test
    void whatTalosItselfSaysIsForOperators() {
        must(403, plane.get(SN1 + "config/findings?talosctl=true"));
        Answer answer = must(200, plane.ask("GET", SN1 + "config/findings?talosctl=true", plane.secret(Role.OPERATOR),
                Map.of(), null));
        assertTrue(answer.body().contains("\"talosctl\":{\"ran\":"), answer.body());
        assertTrue(plane.get(SN1 + "config/findings").body().contains("\"talosctl\":null"));
    }

    @Test
    void linesOfANode() {
        assertTrue(plane.get(SN1 + "log?limit=2").body().startsWith("{\"items\":[{\"number\":4,"));
        String next = plane.get(SN1 + "log?after=5").body();
        assertEquals("{\"items\":[],\"next\":5}\n", next);
        assertTrue(plane.get(SN1 + "log?after=1&limit=2").body().endsWith("\"next\":3}\n"));
        Answer plain = must(200, plane.ask("GET", SN1 + "log", plane.secret(Role.VIEWER), Map.of("Accept",
                "text/plain"), null));
        assertEquals("text/plain; charset=utf-8", plain.header("Content-Type"));
        assertEquals(5, plain.body().lines().count());
        assertTrue(plain.body().contains("2 2026-06-01T09:00:02Z kernel info x [31m y\n"), plain.body());
    }

    @Test
    void aPushSaysToWhom() {
        must(403, plane.json(Role.VIEWER, "POST", SN1 + "push", "{\"address\":\"10.0.0.9\"}"));
        must(422, plane.json(Role.OPERATOR, "POST", SN1 + "push", "{\"address\":\"10.0.0\"}"));
        must(409, plane.json(Role.OPERATOR, "POST", SN1.replace("SN1", "SN2") + "push", "{\"address\":\"10.0.0.9\"}"));
        assertEquals(List.of(), plane.talos.done);
        assertTrue(must(200, plane.json(Role.OPERATOR, "POST", SN1 + "push", "{\"address\":\"10.0.0.9\"}")).body()
                .contains("\"dryRun\":false,\"version\":\"v1.13.9\",\"warnings\":[\"a warning\"]"));
        assertTrue(plane.talos.done.getFirst().endsWith(" 10.0.0.9 false"));
    }

    @Test
    void bootMethodsAreSetFoundAndForgotten() {
        String path = "/api/v1/boot-methods";
        for (String body : List.of("{\"scope\":\"machine\",\"firmware\":\"bios\",\"method\":\"exit\"}",
                "{\"scope\":\"class\",\"key\":\"x\",\"firmware\":\"bios\",\"method\":\"exit\"}",
                "{\"scope\":\"site\",\"firmware\":\"uefi\",\"method\":\"each-drive\"}",
                "{\"scope\":\"site\",\"firmware\":\"uefi\",\"method\":\"floppy\"}")) {
            must(422, plane.json(Role.OPERATOR, "PUT", path, body));
        }
        must(200, plane.json(Role.OPERATOR, "PUT", path, "{\"scope\":\"class\",\"key\":\"ACME/Box \\\"2\\\" \u00fc\","
                + "\"firmware\":\"uefi\",\"method\":\"exit-failed\"}"));
        String list = plane.get(path + "?machine=SN1").body();
        assertTrue(list.contains("{\"firmware\":\"uefi\",\"method\":\"exit-failed\",\"why\":\"set by operator for "
                + "ACME"), list);
        assertTrue(list.contains("{\"firmware\":\"bios\",\"method\":\"first-drive\",\"why\":\"default of "
                + "BIOS\"}"), list);
        must(404, plane.json(Role.OPERATOR, "DELETE", path + "?scope=site&firmware=uefi", null));
        must(200, plane.json(Role.OPERATOR, "DELETE", path + "?scope=class&key=ACME%2FBox%20%222%22%20%C3%BC"
                + "&firmware=uefi", null));
        assertEquals("{\"items\":[],\"machine\":[]}\n", plane.get(path).body());
        assertTrue(plane.ask("GET", "/api/v1/audit", plane.secret(Role.ADMIN), Map.of(), null).body()
                .contains("forget boot method"));
    }
}
