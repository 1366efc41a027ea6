package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.json.Json;
import dev.ichor.machine.MachineId;
import dev.ichor.server.admin.api.DeclaredList;
import dev.ichor.server.admin.api.LeaseList;
import dev.ichor.server.admin.api.LeaseView;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.PlaceBody;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ansible's questions, in the shape that its documentation gives and as Ansible itself reads the answer. */
@Timeout(120)
class AnsibleInventoryTest {
    @TempDir
    Path home;

    private FakePlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(home);
        plane.on("GET", "/api/v1/machines?limit=500", Said.ok(new MachineList(List.of(Bodies.summary(Bodies.ID,
                "installed", Optional.of(new PlaceBody("prod", "worker-1", "inventory"))), Bodies.summary(
                        new MachineId("m-bcdefghj"), "discovered", Optional.empty())), Optional.empty(),
                        Optional.empty())));
        plane.on("GET", "/api/v1/nodes?limit=500", Said.ok(new DeclaredList(List.of(Bodies.node("worker-1", "rack-a",
                Optional.of(Ipv4.parse("10.9.0.5")))), Optional.empty(), 1)));
        plane.on("GET", "/api/v1/leases?limit=500", Said.ok(new LeaseList(List.of(new LeaseView(Ipv4.parse("10.1.0.7"),
                "c", Optional.of(new Mac(0x525400000001L)), "", "active", Bodies.NOW, Bodies.NOW)), Optional.empty(), 1)));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private Ended run(String... words) {
        return Typed.byProgram(plane, home).run(words);
    }

    @Test
    void theListNamesGroupsAndVariables() throws Exception {
        Ended ended = run("inventory", "--ansible", "--list");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        assertEquals(ended.out(), run("inventory", "--ansible").out());
        Map<?, ?> all = Json.read(ended.out(), Map.class);
        assertEquals(Map.of("children", List.of("cluster_prod", "stage_discovered", "stage_installed", "type_worker",
                "zone_rack_a", "ungrouped")), all.get("all"));
        for (String group : List.of("cluster_prod", "stage_installed", "type_worker", "zone_rack_a")) {
            assertEquals(Map.of("hosts", List.of("worker-1")), all.get(group));
        }
        Map<?, ?> variables = (Map<?, ?>) ((Map<?, ?>) all.get("_meta")).get("hostvars");
        assertEquals("10.9.0.5", ((Map<?, ?>) variables.get("worker-1")).get("ansible_host"));
        assertEquals("10.1.0.7", ((Map<?, ?>) variables.get("m-bcdefghj")).get("ansible_host"));
    }

    @Test
    void oneHostHasItsVariables() throws Exception {
        Map<?, ?> host = Json.read(run("inventory", "--ansible", "--host", "worker-1").out(), Map.class);
        assertEquals(Map.of("ansible_host", "10.9.0.5", "ichor_machine", "m-abcdefgh", "ichor_stage", "installed",
                "ichor_serial", "SN-abc", "ichor_product", "Acme R1", "ichor_macs", List.of("52:54:00:00:00:01"),
                "ichor_cluster", "prod", "ichor_type", "worker", "ichor_zone", "rack-a"), host);
        assertEquals(Map.of(), Json.read(run("inventory", "--ansible", "--host", "nobody").out(), Map.class));
        assertEquals(ExitCode.USAGE, run("inventory", "--ansible", "--list", "--host", "x").code());
        assertEquals(ExitCode.USAGE, run("inventory").code());
    }

    /** The script that the help names, with what it prints kept in a file, since the plane lives in this process. */
    @Test
    void ansibleReadsIt() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/ansible-inventory"))) {
            throw new AssertionError("ansible-inventory is missing: install the Debian package ansible-core");
        }
        Path answer = Files.writeString(home.resolve("answer.json"), run("inventory", "--ansible", "--list").out());
        Path script = Files.writeString(home.resolve("rack"), "#!/bin/sh\n[ \"$*\" = --list ] && exec cat " + answer
                + "\nexit 1\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder = new ProcessBuilder("ansible-inventory", "-i", script.toString(), "--graph", "--vars");
        builder.environment().putAll(Map.of("HOME", home.toString(), "ANSIBLE_LOCAL_TEMP", home.toString(), "LC_ALL",
                "C.UTF-8"));
        Process process = builder.redirectErrorStream(true).directory(home.toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.contains("@zone_rack_a:") && text.contains("{ansible_host = 10.9.0.5}")
                && text.contains("|--m-bcdefghj") && !text.contains("WARNING"), text);
    }
}
