package dev.ichor.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that the appliance makes for itself, as OpenSSL reads it. */
@Timeout(60)
class OwnCertificateTest {
    private static final Instant NOW = Instant.now();
    private static final Ipv4 HERE = Ipv4.of(new byte[] {10, 0, 0, 5});
    private static final Ipv4 THERE = Ipv4.of(new byte[] {10, 0, 0, 6});

    @TempDir
    Path state;

    private AdminCertificate own(Instant now, Ipv4... addresses) throws IOException {
        return OwnCertificate.of(state, List.of(addresses), "rack-7", now);
    }

    @Test
    void itSaysWhatATlsClientNeeds() throws Exception {
        AdminCertificate own = own(NOW, HERE, Ipv4.of(new byte[4]));
        String text = AdminCertificateTest.openssl(state, "x509", "-in", "admin/cert.pem", "-noout", "-text");
        for (String part : List.of("ASN1 OID: prime256v1", "ecdsa-with-SHA256", "CA:FALSE",
                "TLS Web Server Authentication", "Digital Signature", "DNS:localhost", "DNS:rack-7", "IP Address:10.0.0.5", "IP Address:127.0.0.1")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        assertTrue(!text.contains("0.0.0.0"), text);
        long days = Duration.between(NOW, own.certificate().getNotAfter().toInstant()).toDays();
        assertTrue(days > 3_640 && days < 3_660, days + " days");
        AdminCertificateTest.openssl(state, "verify", "-CAfile", "admin/cert.pem", "-purpose", "sslserver",
                "-verify_ip", "10.0.0.5", "admin/cert.pem");
    }

    @Test
    void onlyTheOwnerReadsTheKeyAndNothingHalfWrittenStays() throws Exception {
        own(NOW, HERE);
        assertEquals("rw-r--r--", mode("cert.pem"));
        assertEquals("rw-------", mode("key.pem"));
        try (Stream<Path> files = Files.list(state.resolve("admin"))) {
            assertEquals(List.of("cert.pem", "key.pem"), files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("admin").resolve(name)));
    }

    @Test
    void aStartThatFindsItGoodWritesNothing() throws Exception {
        AdminCertificate first = own(NOW, HERE, THERE);
        for (String name : List.of("cert.pem", "key.pem")) {
            Files.setLastModifiedTime(state.resolve("admin").resolve(name), FileTime.from(Instant.EPOCH));
        }
        AdminCertificate second = own(NOW.plus(Duration.ofDays(3_000)), HERE);
        assertEquals(first.fingerprint(), second.fingerprint());
        for (String name : List.of("cert.pem", "key.pem")) {
            assertEquals(FileTime.from(Instant.EPOCH), Files.getLastModifiedTime(state.resolve("admin").resolve(name)));
        }
    }

    @Test
    void itIsMadeAnewWithTheSameKeyNearItsEndAndForAnotherAddress() throws Exception {
        AdminCertificate first = own(NOW, HERE);
        AdminCertificate second = own(NOW.plus(Duration.ofDays(3_600)), HERE);
        AdminCertificate third = own(NOW.plus(Duration.ofDays(3_601)), HERE, THERE);
        AdminCertificate early = own(NOW, HERE);
        assertEquals(4, Stream.of(first, second, third, early).map(AdminCertificate::fingerprint).distinct().count());
        for (AdminCertificate later : List.of(second, third, early)) {
            assertEquals(first.certificate().getPublicKey(), later.certificate().getPublicKey());
        }
    }

    @Test
    void whateverACrashLeftBehindIsMended() throws Exception {
        AdminCertificate first = own(NOW, HERE);
        Path folder = state.resolve("admin");
        Files.delete(folder.resolve("cert.pem"));
        Files.writeString(folder.resolve("key.pem.new"), "half");
        AdminCertificate second = own(NOW, HERE);
        assertNotEquals(first.fingerprint(), second.fingerprint());
        String certificate = Files.readString(folder.resolve("cert.pem"));
        Files.delete(folder.resolve("key.pem"));
        own(NOW, HERE);
        Files.writeString(folder.resolve("cert.pem"), certificate);
        assertNotEquals(second.fingerprint(), own(NOW, HERE).fingerprint(), "the certificate of another key");
        Files.writeString(folder.resolve("cert.pem"), "");
        own(NOW, HERE);
    }

    @Test
    void aBrokenKeyIsAnErrorThatSaysWhatToDo() throws Exception {
        own(NOW, HERE);
        Path key = state.resolve("admin/key.pem");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        String said = assertThrows(IOException.class, () -> own(NOW, HERE)).getMessage();
        assertTrue(said.contains(key.toString()) && said.contains("delete it and cert.pem"), said);
    }

    /** What the appliance does at a start that makes no certificate. */
    public static final class Start {
        private Start() {
        }

        public static void main(String[] arguments) throws IOException {
            AdminCertificate own = OwnCertificate.of(Path.of(arguments[0]), List.of(HERE), "rack-7", Instant.now());
            own.context();
            System.out.println(own.fingerprintText());
        }
    }

    /** A JVM without BouncyCastle on its class path loads the certificate, so loading cannot cost its classes. */
    @Test
    void loadingItNeedsNoBouncyCastle() throws Exception {
        AdminCertificate own = own(NOW, HERE);
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("bouncycastle")).collect(Collectors.joining(File.pathSeparator));
        assertNotEquals(System.getProperty("java.class.path"), path);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                path, "-Xshare:auto", Start.class.getName(), state.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals(own.fingerprintText(), said.strip());
    }
}
