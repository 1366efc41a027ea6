package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Cidr;
import dev.ichor.config.Settings;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Access;
import dev.ichor.server.admin.Plane;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.metrics.Metrics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first start of an admin plane, and the second. */
@Timeout(60)
class AdminPlaneTest {
    @TempDir
    Path folder;

    private ApplianceConfig config(Map<String, String> more) throws IOException {
        Map<String, String> set = new HashMap<>(more);
        set.put("state", folder.resolve("state").toString());
        try (ServerSocket free = new ServerSocket(0)) {
            set.put("admin.port", String.valueOf(free.getLocalPort()));
        }
        Problems problems = new Problems();
        ApplianceConfig config = Settings.read(Optional.empty(), Map.of(), set, problems);
        assertEquals(List.of(), problems.list());
        return config;
    }

    /** Starts and stops it; returns the fingerprint of its certificate. */
    private String run(ApplianceConfig config) throws Exception {
        try (Bench bench = new Bench(config.state()); Access access = new Access(bench.database, Clock.systemUTC())) {
            AdminPlane plane = new AdminPlane(config, new Segment("lo", Cidr.parse("127.0.0.1/8"), 1500),
                    new Services(bench.provisioner.machines(), bench.provisioner.arming(),
                            bench.provisioner.declarations(), bench.provisioner.talos(), bench.provisioner.handoff(),
                            access.tokens(), access.repeats(), access.audit(),
                            access.webhooks(), new Plane.NoFlights(), List::of, List::of, List::of, true, List::of,
                            Clock.systemUTC()),
                    new Metrics("x"));
            plane.start();
            plane.stop(Duration.ofMillis(100));
            return plane.fingerprint();
        }
    }

    @Test
    void theFirstTokenIsWrittenOnceForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("first-token");
        ApplianceConfig config = config(Map.of("admin.first-token-file", file.toString()));
        String fingerprint = run(config);
        assertTrue(Files.readString(file).matches("ichor_[^\\s]+\n"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(fingerprint.matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), fingerprint);
        Files.delete(file);
        assertEquals(fingerprint, run(config), "the certificate is kept");
        assertFalse(Files.exists(file), "there is a token already");
        try (var left = Files.list(folder)) {
            assertEquals(List.of("state"), left.map(path -> path.getFileName().toString()).toList());
        }
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStartBeforeTheTokenIsMade() throws Exception {
        IOException e = assertThrows(IOException.class, () -> run(config(Map.of("admin.first-token-file",
                folder.resolve("no/such/folder/token").toString()))));
        assertTrue(e.getMessage().startsWith("the first token cannot be written to "), e.getMessage());
        Path file = folder.resolve("token");
        run(config(Map.of("admin.first-token-file", file.toString())));
        assertTrue(Files.exists(file), "the token was not lost");
    }

    @Test
    void aCertificateThatIsGivenIsCheckedAtTheStart() throws Exception {
        Problems problems = new Problems();
        AdminPlane.check(config(Map.of("admin.certificate", folder.resolve("c.pem").toString(), "admin.key",
                folder.resolve("k.pem").toString())), problems);
        assertTrue(problems.list().size() >= 2, problems.list().toString());
        Problems half = new Problems();
        Settings.read(Optional.empty(), Map.of(), Map.of("admin.key", "/x"), half);
        assertEquals("a certificate and its key go together", half.list().getFirst().what());
    }
}
