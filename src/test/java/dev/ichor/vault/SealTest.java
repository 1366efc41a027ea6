package dev.ichor.vault;

import static dev.ichor.vault.SomeSecrets.BUNDLE;
import static dev.ichor.vault.SomeSecrets.RANDOM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.vault.secrets.SealedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SealTest {
    private static final byte[] CLEAR = "keys of the realm".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static SealKey key(int seed) throws Malformed {
        byte[] bytes = new byte[SealKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return SealKey.of(bytes);
    }

    private static String refused(SealKey key, String about, byte[] sealed) {
        return assertThrows(Malformed.class, () -> Seal.open(key, about, sealed)).getMessage();
    }

    @Test
    void opensWhatItSealedAndNeverTheSameBytesTwice() throws Malformed {
        Random sizes = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] clear = new byte[sizes.nextInt(5000)];
            sizes.nextBytes(clear);
            byte[] sealed = Seal.seal(key(1), "rack", clear, RANDOM);
            assertArrayEquals(clear, Seal.open(key(1), "rack", sealed));
            assertFalse(java.util.Arrays.equals(sealed, Seal.seal(key(1), "rack", clear, RANDOM)));
        }
    }

    @Test
    void aWrongKeyIsOneClearError() throws Malformed {
        byte[] sealed = Seal.seal(key(1), "rack", CLEAR, RANDOM);
        assertEquals("sealed with the key " + key(1).id() + ", but the key at hand is " + key(2).id()
                + ": put back the key file that was in use, or re-key with both", refused(key(2), "rack", sealed));
    }

    @Test
    void anyChangedByteAndAnotherClustersNameAreRefused() throws Malformed {
        byte[] sealed = Seal.seal(key(1), "rack", CLEAR, RANDOM);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertFalse(refused(key(1), "rack", changed).isEmpty());
            int length = i;
            assertThrows(Malformed.class, () -> Seal.open(key(1), "rack", java.util.Arrays.copyOf(sealed, length)));
        }
        assertTrue(refused(key(1), "other", sealed).contains("belongs to another than 'other'"));
        byte[] newer = sealed.clone();
        newer[4] = 9;
        assertTrue(refused(key(1), "rack", newer).contains("sealed in version 9"));
        assertTrue(refused(key(1), "rack", CLEAR).startsWith("not a sealed record"));
    }

    @Test
    void rekeyingIsAllOrNothingAndCanBeRepeated() throws Malformed {
        Map<String, byte[]> records = Map.of("a", Seal.seal(key(1), "a", CLEAR, RANDOM),
                "b", Seal.seal(key(2), "b", CLEAR, RANDOM));
        Problems problems = new Problems();
        Map<String, byte[]> rekeyed = Seal.rekey(key(1), key(2), records, RANDOM, problems).orElseThrow();
        assertArrayEquals(CLEAR, Seal.open(key(2), "a", rekeyed.get("a")));
        assertArrayEquals(records.get("b"), rekeyed.get("b"));
        assertEquals(Optional.empty(), Seal.rekey(key(3), key(4), records, RANDOM, problems));
        assertEquals(2, problems.list().size());
    }

    @Test
    void aBundleSurvivesAndSaysWhoseItIs() throws Malformed {
        byte[] sealed = SealedBundle.seal(key(1), "rack", BUNDLE, RANDOM);
        assertEquals(BUNDLE, SealedBundle.open(key(1), "rack", sealed));
        assertTrue(assertThrows(Malformed.class, () -> SealedBundle.open(key(2), "rack", sealed)).getMessage()
                .startsWith("the secrets of cluster 'rack': sealed with the key "));
        String raw = new String(sealed, StandardCharsets.ISO_8859_1);
        assertTrue(BUNDLE.secretTexts().stream().noneMatch(raw::contains));
    }

    private Path keyFile(int bytes, String mode) throws IOException {
        Path file = folder.resolve("key");
        byte[] key = new byte[bytes];
        new Random(5).nextBytes(key);
        Files.write(file, key);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String problem(Optional<Path> setting, Map<String, String> environment) {
        Problems problems = new Problems();
        assertEquals(Optional.empty(), SealKey.find(setting, environment, problems));
        assertEquals(1, problems.list().size());
        return problems.list().getFirst().toString();
    }

    @Test
    void theKeyComesFromAFileOrFromSystemd() throws IOException, Malformed {
        Path file = keyFile(32, "rw-------");
        Problems problems = new Problems();
        SealKey fromFile = SealKey.find(Optional.of(file), Map.of(), problems).orElseThrow();
        Files.copy(file, folder.resolve(SealKey.CREDENTIAL));
        SealKey fromSystemd = SealKey.find(Optional.empty(), Map.of("CREDENTIALS_DIRECTORY", folder.toString()),
                problems).orElseThrow();
        assertEquals(fromFile.id(), fromSystemd.id());
        assertEquals("SealKey[" + fromFile.id() + "]", fromFile.toString());
        assertTrue(problems.isEmpty());
        byte[] sealed = Seal.seal(fromFile, "rack", CLEAR, RANDOM);
        assertArrayEquals(CLEAR, Seal.open(fromSystemd, "rack", sealed));
    }

    @Test
    void aMissingShortLongOpenOrConstantKeyIsOneProblemWithItsMend() throws IOException {
        assertTrue(problem(Optional.empty(), Map.of()).contains("no key file is set"));
        assertTrue(problem(Optional.of(folder.resolve("none")), Map.of()).contains("head -c 32 /dev/urandom"));
        assertTrue(problem(Optional.of(keyFile(31, "rw-------")), Map.of()).contains("has 31 bytes instead of 32"));
        assertTrue(problem(Optional.of(keyFile(33, "rw-------")), Map.of()).contains("more than 32 bytes"));
        assertTrue(problem(Optional.of(keyFile(32, "rw-r-----")), Map.of()).contains("chmod 600"));
        Path zeros = keyFile(32, "rw-------");
        Files.write(zeros, new byte[32]);
        assertTrue(problem(Optional.of(zeros), Map.of()).contains("one byte repeated"));
    }
}
