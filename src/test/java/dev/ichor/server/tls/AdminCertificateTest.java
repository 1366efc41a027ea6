package dev.ichor.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that somebody gives, as OpenSSL makes them. */
@Timeout(60)
class AdminCertificateTest {
    private static final Instant NOW = Instant.now().plusSeconds(3_600);

    @TempDir
    static Path made;
    @TempDir
    Path folder;

    static String openssl(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static void pair(String name, String... kind) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-subj",
                "/CN=" + name, "-keyout", name + ".key", "-out", name + ".crt"));
        command.addAll(List.of(kind));
        openssl(made, command.toArray(String[]::new));
    }

    @BeforeEach
    void certificates() throws Exception {
        if (Files.exists(made.resolve("rsa.crt"))) {
            return;
        }
        pair("ec", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        pair("other", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        pair("ed", "-newkey", "ed25519");
        pair("rsa", "-newkey", "rsa:2048");
        openssl(made, "ec", "-in", "ec.key", "-out", "sec1.key");
        openssl(made, "pkcs8", "-topk8", "-in", "ec.key", "-passout", "pass:x", "-out", "locked.key");
    }

    private Optional<AdminCertificate> given(String certificate, String key, Instant now, Problems problems)
            throws IOException {
        for (String name : List.of(certificate, key)) {
            Path file = folder.resolve(name);
            if (Files.exists(made.resolve(name)) && !Files.exists(file)) {
                Files.copy(made.resolve(name), file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            }
        }
        return AdminCertificate.given(folder.resolve(certificate), folder.resolve(key), now, problems);
    }

    @Test
    void keysOfAllUsualKindsAreTaken() throws Exception {
        for (String name : List.of("ec", "rsa", "ed")) {
            Problems problems = new Problems();
            AdminCertificate certificate = given(name + ".crt", name + ".key", NOW, problems).orElseThrow(
                    () -> new AssertionError(problems.list()));
            String said = openssl(folder, "x509", "-in", name + ".crt", "-noout", "-fingerprint", "-sha256");
            assertTrue(said.strip().endsWith("=" + certificate.fingerprintText()), said);
            assertEquals("TLS", certificate.context().getProtocol());
            assertFalse(certificate.toString().contains("PRIVATE"));
        }
    }

    /** Certificate, key, and how the one problem begins. */
    @Test
    void eachProblemIsNamedWithItsFileAndMend() throws Exception {
        Files.writeString(folder.resolve("words"), "no PEM at all");
        Files.writeString(folder.resolve("broken.crt"), Files.readString(made.resolve("ec.crt")).replaceFirst("MII",
                "AAA"));
        Files.writeString(folder.resolve("swapped.crt"), Files.readString(made.resolve("ec.crt"))
                + Files.readString(made.resolve("rsa.crt")));
        Files.writeString(folder.resolve("large"), "x".repeat((1 << 20) + 1));
        for (String one : List.of("words", "large")) {
            Files.setPosixFilePermissions(folder.resolve(one), PosixFilePermissions.fromString("rw-r-----"));
        }
        String[][] table = {
            {"ec.crt", "other.key", "other.key: the key does not fit the certificate"},
            {"ec.crt", "rsa.key", "rsa.key: it holds no EC key"},
            {"ec.crt", "sec1.key", "sec1.key: it holds a block 'EC PRIVATE KEY'"},
            {"ec.crt", "locked.key", "locked.key: it holds a block 'ENCRYPTED PRIVATE KEY'"},
            {"ec.crt", "ec.crt", "ec.crt: it holds a block 'CERTIFICATE'"},
            {"ec.crt", "words", "words: it holds no key in PEM form"},
            {"words", "ec.key", "words: it holds no certificate"},
            {"broken.crt", "ec.key", "broken.crt: it holds a certificate that cannot be read"},
            {"swapped.crt", "ec.key", "swapped.crt: certificate 1 was not issued by certificate 2"},
            {"missing", "ec.key", "missing: it does not exist"},
            {"large", "ec.key", "large: it is larger than"},
        };
        for (String[] row : table) {
            Problems problems = new Problems();
            assertEquals(Optional.empty(), given(row[0], row[1], NOW, problems), row[2]);
            assertEquals(1, problems.list().size(), problems.list().toString());
            Problem problem = problems.list().getFirst();
            assertTrue(problem.toString().startsWith(folder + "/" + row[2]), problem.toString());
            assertFalse(problem.mend().isBlank());
        }
    }

    @Test
    void aCertificateOutsideItsTimeIsRefused() throws Exception {
        Problems problems = new Problems();
        assertEquals(Optional.empty(), given("ec.crt", "ec.key", NOW.plus(Duration.ofDays(31)), problems));
        assertEquals(Optional.empty(), given("ec.crt", "ec.key", NOW.minus(Duration.ofDays(31)), problems));
        assertTrue(problems.list().get(0).what().contains("expired at"), problems.list().toString());
        assertTrue(problems.list().get(1).mend().contains("clock"), problems.list().toString());
    }

    @Test
    void aKeyThatEverybodyCanReadIsRefusedWithEverythingElse() throws Exception {
        Problems problems = new Problems();
        given("ec.crt", "other.key", NOW, new Problems());
        Files.setPosixFilePermissions(folder.resolve("other.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(Optional.empty(), given("ec.crt", "other.key", NOW.plus(Duration.ofDays(31)), problems));
        assertEquals(3, problems.list().size(), problems.list().toString());
        assertTrue(problems.list().toString().contains("chmod 0640"), problems.list().toString());
    }
}
