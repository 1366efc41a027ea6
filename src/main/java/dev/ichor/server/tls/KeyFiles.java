package dev.ichor.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import java.util.Set;

/** The files in which the appliance keeps the certificates and keys that it makes for itself. */
final class KeyFiles {
    private KeyFiles() {
    }

    /**
     * The EC key of a file; empty if there is no such file.
     *
     * @param certificate file that goes with it, for the mend
     * @throws IOException with a sentence for people
     */
    static Optional<PrivateKey> key(Path file, Path certificate) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.key(Files.readString(file), "EC"));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage() + "; it is the appliance's own file: delete it and "
                    + certificate.getFileName() + " to have new ones made", e);
        }
    }

    /** Empty also if it is broken: it can always be made anew. */
    static Optional<X509Certificate> certificate(Path file) throws IOException {
        try {
            return Files.exists(file) ? Pem.certificates(Files.readString(file)).stream().findFirst()
                    : Optional.empty();
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** On P-256. */
    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** A new pair, whose secret half is in the file when this returns. */
    static KeyPair newPair(Path file) throws IOException {
        KeyPair pair = newPair();
        write(file, Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()), "rw-------");
        return pair;
    }

    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    /** Either the old file or the whole new one is there, whenever the power goes. */
    static void write(Path file, String text, String mode) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
