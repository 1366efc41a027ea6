package dev.ichor.server.admin.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens, roles, limits and lock-outs over real HTTPS. */
@Timeout(60)
class GuardTest extends GuardedServer {
    private String token(Role role) {
        return access.tokens().create(role.label(), role, Optional.empty(), Caller.APPLIANCE).secret();
    }

    private String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "-w", " %{http_code}"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void curlTrustsTheCertificateOfTheStateFolderAndNoOther() throws Exception {
        String ca = state.resolve("admin/cert.pem").toString();
        String header = "Authorization: Bearer " + admin;
        for (String host : List.of("localhost", "127.0.0.1")) {
            String url = at("/viewer").toString().replace("localhost", host);
            assertEquals("first admin 127.0.0.1\n 200", curl("--cacert", ca, "-H", header, url));
            assertEquals("first admin 127.0.0.1\n 200", curl("--cacert", ca, "--tls-max", "1.2", "-H", header, url));
            assertTrue(curl("--cacert", ca, "--tls-max", "1.1", "-H", header, url).endsWith(" 000"), "TLS 1.1");
            assertTrue(curl("-H", header, url).contains("curl: (60)"), "a certificate that nobody trusts");
        }
    }

    @Test
    void whateverIsWrongWithATokenTheAnswerIsTheSame() throws Exception {
        Tokens tokens = access.tokens();
        Tokens.Fresh revoked = tokens.create("revoked", Role.ADMIN, Optional.empty(), Caller.APPLIANCE);
        tokens.revoke(revoked.token().id(), Caller.APPLIANCE);
        Tokens.Fresh expired = tokens.create("expired", Role.ADMIN, Optional.of(Duration.ofMillis(1)),
                Caller.APPLIANCE);
        now = now.plusSeconds(1);
        Set<String> bodies = new HashSet<>();
        String[][] table = {{}, {"Bearer"}, {"Bearer "}, {"Basic " + admin}, {admin}, {"Bearer x" + admin},
            {"Bearer " + revoked.secret()}, {"Bearer " + expired.secret()}, {"Bearer " + admin, "Bearer " + admin},
            {"Bearer " + admin.substring(0, 59)}};
        for (String[] headers : table) {
            HttpResponse<String> answer = get("/viewer", headers);
            assertEquals(401, answer.statusCode(), String.join(" + ", headers));
            assertEquals("Bearer realm=\"ichor\"", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
            assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
            bodies.add(answer.body());
        }
        assertEquals(1, bodies.size(), bodies.toString());
        assertEquals(200, get("/viewer", "bearer   " + admin).statusCode(), "nine wrong ones lock nobody out");
    }

    @Test
    void eachRoleMayDoWhatThoseBeforeItMay() throws Exception {
        for (Role role : Role.values()) {
            String secret = token(role);
            for (Role needed : Role.values()) {
                HttpResponse<String> answer = get("/" + needed.label(), "Bearer " + secret);
                assertEquals(role.ordinal() >= needed.ordinal() ? 200 : 403, answer.statusCode());
                assertTrue(answer.statusCode() == 200 || answer.body().contains("role " + needed.label()),
                        answer.body());
            }
        }
    }

    @Test
    void tenWrongTokensLockTheAddressOutEvenTheLoopbackButNoGoodToken() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertEquals(401, get("/viewer").statusCode(), "no token is no wrong token");
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(401, get("/viewer", "Bearer wrong" + i).statusCode());
        }
        HttpResponse<String> locked = get("/viewer", "Bearer wrong");
        assertEquals(429, locked.statusCode());
        assertEquals("300", locked.headers().firstValue("Retry-After").orElseThrow());
        String viewer = token(Role.VIEWER);
        assertEquals(200, get("/viewer", "Bearer " + viewer).statusCode(), "a good token");
        assertEquals(403, get("/admin", "Bearer " + viewer).statusCode(), "and no more than it may");
        assertEquals(429, get("/viewer", "Bearer " + admin.substring(0, 59)).statusCode(), "a good one lifts nothing");
        now = now.plusSeconds(299);
        assertEquals(429, get("/viewer").statusCode());
        assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
        now = now.plusSeconds(1);
        assertEquals(401, get("/viewer").statusCode());
    }

    @Test
    void wrongTokensInALockOutMakeItLonger() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, get("/viewer", "Bearer wrong").statusCode());
        }
        for (int i = 0; i < 9; i++) {
            assertEquals("300", get("/viewer", "Bearer wrong").headers().firstValue("Retry-After").orElseThrow());
        }
        assertEquals("600", get("/viewer", "Bearer wrong").headers().firstValue("Retry-After").orElseThrow());
        assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
    }

    @Test
    void aTokenAndAnAddressMayAskOnlySoOften() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
        }
        HttpResponse<String> slow = get("/viewer", "Bearer " + admin);
        assertEquals(429, slow.statusCode());
        assertEquals("1", slow.headers().firstValue("Retry-After").orElseThrow());
        String other = token(Role.VIEWER);
        assertEquals(200, get("/viewer", "Bearer " + other).statusCode(), "another token");
        now = now.plusSeconds(1);
        assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
        int refused = 0;
        for (int i = 0; i < 160; i++) {
            refused += get("/viewer").statusCode() == 429 ? 1 : 0;
        }
        assertTrue(refused > 0, "another token, but the same address");
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() throws Exception {
        Tokens.Fresh fresh = access.tokens().create("gone", Role.VIEWER, Optional.empty(), Caller.APPLIANCE);
        assertEquals(200, get("/viewer", "Bearer " + fresh.secret()).statusCode());
        access.tokens().revoke(fresh.token().id(), Caller.APPLIANCE);
        assertEquals(401, get("/viewer", "Bearer " + fresh.secret()).statusCode());
    }
}
