package dev.ichor.vault;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which secrets are sealed: {@value #BYTES} random bytes. Its id, from a hash of the key, stands in
 * everything sealed with it and tells a wrong key from a damaged record.
 */
public final class SealKey {
    public static final int BYTES = 32;
    /** The name of the credential that systemd hands over with {@code LoadCredential=} or {@code ImportCredential=}. */
    public static final String CREDENTIAL = "ichor.seal-key";
    static final int ID_BYTES = 8;
    private static final String MAKE = "Put back the key that this appliance was set up with; for a new appliance make"
            + " one: (umask 077; head -c 32 /dev/urandom > ";
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("---rwxrwx");

    private final SecretKey key;
    private final byte[] id;

    private SealKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, "AES");
        id = Arrays.copyOf(sha256("ichor seal key id".getBytes(StandardCharsets.UTF_8), bytes), ID_BYTES);
    }

    /** @throws Malformed if these are not {@value #BYTES} bytes, or all of them are the same */
    public static SealKey of(byte[] bytes) throws Malformed {
        if (bytes.length != BYTES) {
            throw new Malformed("the seal key has " + bytes.length + " bytes instead of " + BYTES);
        }
        byte[] same = new byte[BYTES];
        Arrays.fill(same, bytes[0]);
        if (Arrays.equals(same, bytes)) {
            throw new Malformed("the seal key is one byte repeated, not random");
        }
        return new SealKey(bytes.clone());
    }

    /**
     * Where the key is: the file that a setting names, else the credential in the folder that systemd names.
     *
     * @param environment of the process; of it, {@code CREDENTIALS_DIRECTORY}
     * @return empty if there is neither
     */
    public static Optional<Path> locate(Optional<Path> setting, Map<String, String> environment) {
        return setting.or(() -> Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
                .filter(folder -> !folder.isBlank()).map(folder -> Path.of(folder, CREDENTIAL))
                .filter(Files::exists));
    }

    /** Finds and reads the key; whatever is wrong is one problem. */
    public static Optional<SealKey> find(Optional<Path> setting, Map<String, String> environment, Problems problems) {
        Optional<Path> file = locate(setting, environment);
        if (file.isEmpty()) {
            problems.add("seal key", "no key file is set and systemd gives no credential '" + CREDENTIAL + "'",
                    "Name a file of 32 random bytes in the settings, or give the service the credential");
        }
        return file.flatMap(path -> read(path, setting.isPresent(), problems));
    }

    /**
     * Reads a key file of exactly {@value #BYTES} bytes.
     *
     * @param strict whether others than the owner must have no right to it; systemd's credentials are guarded by
     *               their folder
     */
    public static Optional<SealKey> read(Path file, boolean strict, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES + 1);
            if (strict && Files.getPosixFilePermissions(file).stream().anyMatch(OPEN::contains)) {
                problems.add(file.toString(), "the seal key can be read by others than its owner",
                        "chmod 600 " + file);
                return Optional.empty();
            }
            return Optional.of(of(bytes));
        } catch (Malformed e) {
            problems.add(file.toString(), e.getMessage().replace("has 33 bytes", "has more than 32 bytes"),
                    MAKE + file + ")");
        } catch (NoSuchFileException e) {
            problems.add(file.toString(), "there is no seal key", MAKE + file + ")");
        } catch (IOException | UnsupportedOperationException e) {
            problems.add(file.toString(), "the seal key can't be read (" + e.getMessage() + ")",
                    "Check the owner and mode of the file");
        }
        return Optional.empty();
    }

    /** The key's id in hexadecimal: fit to be shown and logged. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    SecretKey key() {
        return key;
    }

    private static byte[] sha256(byte[] label, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(label);
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SealKey[" + id() + "]";
    }
}
