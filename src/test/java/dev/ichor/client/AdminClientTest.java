package dev.ichor.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.cli.FakePlane;
import dev.ichor.cli.FakePlane.Asked;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.api.Whoami;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdminClientTest {
    private static final String ME = "/api/v1/whoami";
    private static final Whoami ANNA = new Whoami("t-0123456789", "anna", "operator", "127.0.0.1");

    @TempDir
    Path folder;

    private FakePlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(folder).on("GET", ME, Said.ok(ANNA));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private AdminClient client(String host, Trust trust, Optional<String> token) throws ClientFailed {
        List<String> keys = new ArrayList<>(List.of("key-1", "key-2"));
        return new AdminClient(new Door(URI.create("https://" + host + ":" + plane.port()), trust, token, "a pocket"),
                keys::removeFirst);
    }

    private AdminClient client() throws ClientFailed {
        return client("127.0.0.1", new Trust.Certificates(folder.resolve("admin/cert.pem"), false),
                Optional.of("ichor_t-0123456789_secret"));
    }

    private ClientFailed failed(Trust trust) {
        return assertThrows(ClientFailed.class, () -> client("127.0.0.1", trust, Optional.empty()).get(ME,
                Whoami.class));
    }

    @Test
    void theAppliancesOwnCertificateIsEnough() throws ClientFailed {
        AdminClient.Answer<Whoami> answer = client().get(ME, Whoami.class);
        assertEquals(ANNA, answer.value());
        assertEquals("\"7\"", answer.tag());
        Asked asked = plane.asked().getFirst();
        assertEquals("Bearer ichor_t-0123456789_secret", asked.headers().get("authorization"));
    }

    /** A certificate that is known itself is good by any name; one that somebody vouches for only by its own. */
    @Test
    void aPinnedCertificateIsEnoughByAnyName() throws ClientFailed {
        Trust pinned = new Trust.Pinned(plane.certificate().fingerprint());
        assertEquals(ANNA, client("localhost", pinned, Optional.empty()).get(ME, Whoami.class).value());
        assertFalse(plane.asked().getFirst().headers().containsKey("authorization"));
    }

    @Test
    void anotherCertificateIsRefusedBeforeTheTokenIsSent() throws Exception {
        String print = plane.certificate().fingerprintText();
        ClientFailed failed = failed(new Trust.Pinned(Sha256.of(new byte[0])));
        assertEquals(ClientFailed.Kind.UNTRUSTED, failed.kind());
        assertTrue(failed.getMessage().contains(print) && failed.getMessage().contains("--fingerprint " + print),
                failed.getMessage());
        assertTrue(failed(new Trust.Public()).getMessage().contains(print));
        try (FakePlane other = new FakePlane(Files.createDirectories(folder.resolve("other")))) {
            Path file = folder.resolve("other/admin/cert.pem");
            assertEquals(ClientFailed.Kind.UNTRUSTED, failed(new Trust.Certificates(file, false)).kind());
            assertEquals(ClientFailed.Kind.UNTRUSTED, failed(new Trust.Certificates(file, true)).kind());
            assertTrue(other.asked().isEmpty());
        }
        assertEquals(List.of(), plane.asked());
    }

    @Test
    void certificatesThatCannotBeReadAreNamed() throws Exception {
        Path none = folder.resolve("none.pem");
        assertTrue(failed(new Trust.Certificates(none, false)).getMessage().contains(none.toString()));
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertTrue(failed(new Trust.Certificates(empty, false)).getMessage().contains("holds no certificate"));
    }

    @Test
    void plainHttpGoesNowhereElse() {
        Door away = new Door(URI.create("http://192.0.2.1:8081"), new Trust.Public());
        ClientFailed failed = assertThrows(ClientFailed.class, () -> new AdminClient(away, () -> "k"));
        assertTrue(failed.getMessage().contains("https://"), failed.getMessage());
    }

    @Test
    void nobodyAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Door door = new Door(URI.create("https://127.0.0.1:" + free), new Trust.Public());
        ClientFailed failed = assertThrows(ClientFailed.class, () -> new AdminClient(door, () -> "k").get(ME,
                Whoami.class));
        assertEquals(ClientFailed.Kind.SILENT, failed.kind());
        assertTrue(failed.getMessage().contains("does not answer") && failed.getMessage().contains("admin.port"),
                failed.getMessage());
    }

    @Test
    void whoSpeaksNoTlsIsNotTheAppliance() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answers = Thread.ofVirtual().start(() -> {
                try (var connection = socket.accept()) {
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    connection.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // the client left
                }
            });
            Door door = new Door(URI.create("https://127.0.0.1:" + socket.getLocalPort()), new Trust.Public());
            ClientFailed failed = assertThrows(ClientFailed.class, () -> new AdminClient(door, () -> "k").get(ME,
                    Whoami.class));
            assertEquals(ClientFailed.Kind.UNTRUSTED, failed.kind());
            assertTrue(failed.getMessage().contains("does not speak HTTPS"), failed.getMessage());
            answers.join();
        }
    }

    @Test
    void changesCarryAKeyAndWhatWasSeen() throws ClientFailed {
        plane.on("POST", "/a", Said.ok(ANNA)).on("PUT", "/a", Said.ok(ANNA)).on("DELETE", "/a", new Said(204, Map.of(),
                ""));
        AdminClient client = client();
        client.post("/a", Map.of("x", 1), Whoami.class);
        client.post("/a", Map.of("x", 1), Whoami.class);
        client.put("/a", new AdminClient.Body("application/yaml", "kind: Node"), new AdminClient.Condition.Absent(),
                Whoami.class);
        assertEquals("", client.delete("/a", new AdminClient.Condition.Same("\"7\"")));
        List<Asked> asked = plane.asked();
        assertEquals(List.of("key-1", "key-2"), asked.subList(0, 2).stream()
                .map(one -> one.headers().get("idempotency-key")).toList());
        assertEquals("{\"x\":1}", asked.get(0).body());
        assertEquals("*", asked.get(2).headers().get("if-none-match"));
        assertEquals("application/yaml", asked.get(2).headers().get("content-type"));
        assertEquals("\"7\"", asked.get(3).headers().get("if-match"));
    }

    @Test
    void aQuestionThatIsCutOffIsAskedAgainAndAChangeIsNot() throws ClientFailed {
        Said broken = new Said(-1, Map.of(), "");
        plane.on("GET", "/cut", broken, Said.ok(ANNA));
        assertEquals(ANNA, client().get("/cut", Whoami.class).value());
        plane.on("POST", "/cut", broken, Said.ok(ANNA));
        ClientFailed failed = assertThrows(ClientFailed.class, () -> client().post("/cut", "x", Whoami.class));
        assertEquals(ClientFailed.Kind.SILENT, failed.kind());
        assertTrue(failed.getMessage().contains("may have been made"), failed.getMessage());
        assertEquals(1, plane.changes().size());
    }

    @Test
    void refusalsSayWhatToDo() throws ClientFailed {
        record Case(Said said, ClientFailed.Kind kind, String message) {
        }
        ProblemBody.Fault one = new ProblemBody.Fault("/name", "is empty", "Give one");
        ProblemBody.Fault two = new ProblemBody.Fault("/zone", "is unknown", "");
        List<Case> cases = List.of(
                new Case(Said.problem(401, "The token has expired."), ClientFailed.Kind.NOT_ALLOWED,
                        "The token has expired.\nThe token was taken from a pocket."),
                new Case(Said.problem(403, "This needs the role admin."), ClientFailed.Kind.NOT_ALLOWED,
                        "This needs the role admin.\n`ichor whoami` shows the role of this token."),
                new Case(Said.problem(404, "No machine."), ClientFailed.Kind.NOT_FOUND, "No machine."),
                new Case(Said.problem(409, "It is armed."), ClientFailed.Kind.REFUSED, "It is armed."),
                new Case(Said.problem(412, "Version 8."), ClientFailed.Kind.STALE, "Version 8.\nIt was changed since "
                        + "it was read. Nothing was changed now: look at it and try again."),
                new Case(Said.problem(422, "/name: is empty. Give one.", one), ClientFailed.Kind.REFUSED,
                        "/name: is empty. Give one."),
                new Case(Said.problem(422, "/name: is empty. Give one. /zone: is unknown.", one, two),
                        ClientFailed.Kind.REFUSED, "the appliance refuses this (2 problems):\n"
                        + "  /name: is empty. Give one\n  /zone: is unknown"),
                new Case(Said.problem(429, "Too many.").with("Retry-After", "12"), ClientFailed.Kind.REFUSED,
                        "Too many.\nTry again in 12 s."),
                new Case(new Said(502, Map.of(), "<html>proxy</html>"), ClientFailed.Kind.REFUSED, "what answers at "
                        + "https://127.0.0.1:" + plane.port() + " said status 502 and is not an Ichor admin plane"),
                new Case(new Said(200, Map.of(), "[]"), ClientFailed.Kind.REFUSED, "is not an Ichor admin plane of this"));
        for (Case c : cases) {
            plane.on("GET", "/x", c.said());
            ClientFailed failed = assertThrows(ClientFailed.class, () -> client().get("/x", Whoami.class));
            assertEquals(c.kind(), failed.kind(), c.toString());
            assertTrue(failed.getMessage().equals(c.message()) || c.said().status() == 200
                    && failed.getMessage().contains(c.message()), failed.getMessage());
        }
    }

    @Test
    void aChangeWithADeadTokenIsNotAllowed() throws ClientFailed {
        plane.on("POST", "/x", Said.problem(401, "Gone.").with("WWW-Authenticate", "Bearer"));
        ClientFailed failed = assertThrows(ClientFailed.class, () -> client().post("/x", "x", Whoami.class));
        assertEquals(ClientFailed.Kind.NOT_ALLOWED, failed.kind());
        assertTrue(failed.getMessage().contains("taken from a pocket"), failed.getMessage());
        assertEquals(1, plane.changes().size());
    }

    @Test
    void withoutATokenItSaysWhereOneIsLookedFor() throws ClientFailed {
        plane.on("GET", ME, Said.problem(401, "Send a token."));
        String message = failed(new Trust.Pinned(plane.certificate().fingerprint())).getMessage();
        assertTrue(message.contains("looked for in a pocket") && message.contains("ichor tokens create"), message);
    }

    @Test
    void tokensAreTakenFromWhereTheyAreGuarded() throws Exception {
        Path home = folder.resolve("home-token");
        Path named = folder.resolve("named-token");
        assertEquals(Optional.empty(), TokenFile.find(Optional.empty(), Optional.empty(), home));
        write(home, "ichor_home\n", "rw-------");
        write(named, "  ichor_named \n", "r--------");
        assertEquals(Optional.of("ichor_home"), TokenFile.find(Optional.empty(), Optional.of(" "), home));
        assertEquals(Optional.of("ichor_env"), TokenFile.find(Optional.empty(), Optional.of("ichor_env"), home));
        assertEquals(Optional.of("ichor_named"), TokenFile.find(Optional.of(named), Optional.of("ichor_env"), home));
        for (String open : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx-----x")) {
            write(home, "ichor_home", open);
            ClientFailed failed = assertThrows(ClientFailed.class, () -> TokenFile.find(Optional.empty(),
                    Optional.empty(), home));
            assertTrue(failed.getMessage().contains("chmod 600 " + home), failed.getMessage());
            assertFalse(failed.getMessage().contains("ichor_home"), failed.getMessage());
        }
        write(home, "two\nlines", "rw-------");
        assertThrows(ClientFailed.class, () -> TokenFile.find(Optional.empty(), Optional.empty(), home));
        write(home, "", "rw-------");
        assertThrows(ClientFailed.class, () -> TokenFile.find(Optional.empty(), Optional.empty(), home));
        assertThrows(ClientFailed.class, () -> TokenFile.find(Optional.of(folder.resolve("gone")), Optional.empty(),
                home));
    }

    private static void write(Path file, String text, String mode) throws Exception {
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
