package dev.ichor.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) implements Comparable<Sha256> {
    private static final int CHUNK = 1 << 18;

    public Sha256 {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 has 64 lower-case hexadecimal digits");
        }
    }

    /**
     * Reads 64 hexadecimal digits in either case.
     *
     * @throws Malformed for anything else
     */
    public static Sha256 parse(String text) throws Malformed {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new Malformed("not a SHA-256 (expected 64 hexadecimal digits)");
        }
        return new Sha256(text.toLowerCase(java.util.Locale.ROOT));
    }

    public static Sha256 of(byte[] bytes) {
        return finish(digest().digest(bytes));
    }

    /** The digest of a whole file, read in pieces. */
    public static Sha256 of(Path file) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return finish(digest.digest());
    }

    /** A fresh digest, for callers that hash while they copy. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The result of {@link #digest()}. */
    public static Sha256 finish(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
