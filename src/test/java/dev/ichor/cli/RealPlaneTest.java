package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Typed.Ended;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands before the appliance's own admin plane and database. */
@Timeout(120)
class RealPlaneTest {
    private static final Bench.Box BOX = Bench.Box.of("00000000-0000-4000-8000-000000000001", "SN1",
            "52:54:00:00:00:01");

    @TempDir
    Path folder;

    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(folder);
        plane.bench.discover(BOX);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private static final class Nobody implements Person {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }
    }

    private Ended run(Role role, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Arrays.stream(words), Stream.of("--url", plane.uri("").toString(), "--fingerprint",
                plane.certificate.fingerprintText())).toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(role)), new PrintWriter(out, true),
                new PrintWriter(err, true), new Nobody());
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Role role, String... words) {
        Ended ended = run(role, words);
        assertEquals(ExitCode.OK, ended.code(), String.join(" ", words) + ": " + ended.err());
        assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
        return ended.out();
    }

    private Path world() throws IOException {
        Path inventory = Files.createDirectories(folder.resolve("inventory"));
        Files.writeString(inventory.resolve("prod.yaml"), """
                # the cluster
                kind: Cluster
                name: prod
                endpoint: https://10.1.0.1:6443
                talos: v1.11.3
                kubernetes: v1.34.1
                """);
        Files.writeString(inventory.resolve("worker-1.yaml"), """
                kind: Node
                name: worker-1
                cluster: prod
                type: worker
                """);
        Files.writeString(inventory.resolve("workers.yaml"), """
                kind: Policy
                name: workers
                selector: {vendor: "Nobody*"}
                cluster: prod
                type: worker
                node: w-{n}
                """);
        return inventory;
    }

    @Test
    void aWorldGoesInAndComesOutTheSame() throws IOException {
        String inventory = world().toString();
        assertEquals(ExitCode.CHANGES, run(Role.VIEWER, "plan", "-f", inventory, "--exit-code").code());
        assertEquals(ExitCode.NOT_ALLOWED, run(Role.VIEWER, "apply", "-f", inventory, "--yes").code());
        assertTrue(well(Role.OPERATOR, "apply", "-f", inventory, "--yes")
                .endsWith("3 created, 0 updated, 0 deleted.\n"));
        assertEquals("Nothing changes.\n", well(Role.VIEWER, "plan", "-f", inventory, "--exit-code", "--prune"));
        String out = folder.resolve("out").toString();
        well(Role.VIEWER, "export", out);
        assertEquals("Nothing changes.\n", well(Role.VIEWER, "plan", "-f", out, "--exit-code", "--prune"));
        assertTrue(Files.readString(folder.resolve("out/prod.yaml")).startsWith("# the cluster\n"));
        for (String kind : List.of("clusters", "nodes", "policies")) {
            assertEquals(2, well(Role.VIEWER, kind, "list").lines().count());
        }
        assertTrue(well(Role.VIEWER, "policies", "test", "SN1").contains("no match  workers, 1 condition"));
        well(Role.OPERATOR, "nodes", "set", "-f", inventory + "/worker-1.yaml");
        assertTrue(well(Role.OPERATOR, "policies", "delete", "workers", "--yes").contains("is deleted"));
    }

    @Test
    void aMachineIsAssignedArmedAndDisarmed() throws IOException {
        well(Role.OPERATOR, "apply", "-f", world().toString(), "--yes");
        for (String[] looks : new String[][] {{"machines", "list"}, {"machines", "list", "--stage", "discovered",
            "--sort", "last-evidence", "--desc"}, {"machines", "show", "SN1"}, {"machines", "fingerprints", "SN1"},
            {"disks", "list"}, {"disks", "list", "--text", "SN1-nvme"}, {"roles", "suggest", "SN1"},
            {"roles", "show", "SN1"}, {"explain", "SN1"}, {"events"}, {"leases"}, {"whoami"},
            {"inventory", "--ansible"}}) {
            well(Role.VIEWER, looks);
        }
        assertTrue(well(Role.OPERATOR, "machines", "assign", "SN1", "worker-1").contains(" is worker-1 now: "));
        well(Role.OPERATOR, "machines", "read", "SN1");
        well(Role.OPERATOR, "roles", "set", "SN1", "SN1-nvme=system");
        assertEquals(ExitCode.FAILED, run(Role.OPERATOR, "arm", "SN1").code());
        assertEquals(ExitCode.NOT_ALLOWED, run(Role.VIEWER, "arm", "SN1", "--yes").code());
        assertTrue(well(Role.OPERATOR, "arm", "SN1", "--yes").contains(" is armed until "));
        assertTrue(well(Role.VIEWER, "arms", "list", "--machine", "SN1", "--live").contains("SN1-nvme"));
        assertTrue(well(Role.VIEWER, "machines", "show", "SN1").contains("Armed        to install until "));
        well(Role.OPERATOR, "disarm", "SN1");
        assertEquals("There is no arm.\n", well(Role.VIEWER, "arms", "list", "--live"));
        assertTrue(well(Role.VIEWER, "events", "SN1").contains("arm-disarmed"));
        Ended wipe = run(Role.OPERATOR, "wipe", "SN1", "--disk", "nothing", "--yes");
        assertTrue(wipe.code() == ExitCode.FAILED && wipe.err().contains("no disk with the serial number 'nothing'"),
                wipe.err());
        well(Role.OPERATOR, "machines", "unassign", "SN1");
        well(Role.OPERATOR, "machines", "forget", "SN1", "--yes");
        assertEquals(ExitCode.NOT_FOUND, run(Role.VIEWER, "machines", "show", "SN1").code());
    }

    @Test
    void adminsManageWhoMayDoWhat() {
        String secret = well(Role.ADMIN, "tokens", "create", "grafana", "--role", "viewer", "--for", "90d").strip();
        String id = well(Role.ADMIN, "tokens", "list").lines().filter(line -> line.contains("grafana")).findFirst()
                .orElseThrow().split(" ")[0];
        assertTrue(secret.contains(id.substring(2)), id);
        well(Role.ADMIN, "tokens", "revoke", id);
        assertTrue(well(Role.ADMIN, "audit").contains("revoke token"));
        assertEquals(ExitCode.OK, run(Role.ADMIN, "audit", "--full", "--limit", "2").code());
        well(Role.ADMIN, "webhooks", "create", "https://hooks.example/x", "--kind", "armed");
        assertTrue(well(Role.ADMIN, "webhooks", "list").contains("hooks.example"));
        for (String[] words : new String[][] {{"tokens", "list"}, {"audit"}, {"webhooks", "list"}}) {
            assertEquals(ExitCode.NOT_ALLOWED, run(Role.OPERATOR, words).code());
        }
    }
}
