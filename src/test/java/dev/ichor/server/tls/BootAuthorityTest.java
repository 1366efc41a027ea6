package dev.ichor.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.ipxe.TalosImage;
import dev.ichor.talos.boot.EarlyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The authority, as OpenSSL reads it. */
@Timeout(60)
class BootAuthorityTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path state;

    @Test
    void itIsAnAuthorityForServersWhateverTheirClocksSay() throws Exception {
        BootAuthority.of(state, NOW);
        String text = AdminCertificateTest.openssl(state, "x509", "-in", "boot/ca.pem", "-noout", "-text");
        for (String part : List.of("ASN1 OID: prime256v1", "CA:TRUE, pathlen:0", "Certificate Sign", "O = ichor",
                "Not Before: Jan  1 00:00:00 2000 GMT")) {
            assertTrue(text.contains(part) || text.contains(part.replace(" = ", "=")), part + " in " + text);
        }
        AdminCertificateTest.openssl(state, "verify", "-CAfile", "boot/ca.pem", "-attime", "946684801", "boot/ca.pem");
        AdminCertificateTest.openssl(state, "verify", "-CAfile", "boot/ca.pem", "-attime", "" + NOW.plus(
                Duration.ofDays(3_600)).getEpochSecond(), "boot/ca.pem");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(
                "boot/ca-key.pem"))));
    }

    @Test
    void itIsKeptUntilItEndsInTwoYears() throws Exception {
        String first = BootAuthority.of(state, NOW).pem();
        assertEquals(Files.readString(state.resolve("boot/ca.pem")), first);
        assertEquals(first, BootAuthority.of(state, NOW.plus(Duration.ofDays(2_900))).pem());
        String second = BootAuthority.of(state, NOW.plus(Duration.ofDays(2_950))).pem();
        assertNotEquals(first, second);
        Files.delete(state.resolve("boot/ca-key.pem"));
        assertNotEquals(second, BootAuthority.of(state, NOW).pem());
    }

    @Test
    void filesThatDoNotFitAreMadeAnewAndABrokenKeyIsOneSentence() throws Exception {
        String first = BootAuthority.of(state, NOW).pem();
        Path key = state.resolve("boot/ca-key.pem");
        Files.writeString(state.resolve("boot/ca.pem"), "nothing");
        String second = BootAuthority.of(state, NOW).pem();
        assertNotEquals(first, second);
        Files.writeString(state.resolve("boot/ca.pem"), first);
        assertNotEquals(first, BootAuthority.of(state, NOW).pem());
        Files.writeString(key, "nothing");
        IOException broken = assertThrows(IOException.class, () -> BootAuthority.of(state, NOW));
        assertTrue(broken.getMessage().endsWith("delete it and ca.pem to have new ones made"), broken.getMessage());
    }

    /** What else stands on the command line has under 900 characters: see the arguments' own test. */
    @Test
    void itFitsOnAKernelsCommandLine() throws Exception {
        int length = EarlyConfig.of(BootAuthority.of(state, NOW).pem()).length();
        assertTrue(length < TalosImage.LONGEST - 900, length + " characters");
    }
}
