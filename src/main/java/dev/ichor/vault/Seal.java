package dev.ichor.vault;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Sealed bytes: AES-256-GCM in an envelope {@code ICHS, version 1 (one byte), key id (8), nonce (12), ciphertext and
 * tag}. All of the envelope before the nonce, and the name of whom the secret is about, are authenticated: a record
 * that is moved to another cluster's row can't be opened there.
 */
public final class Seal {
    private static final byte[] MAGIC = "ICHS".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int HEADER = MAGIC.length + 1 + SealKey.ID_BYTES;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Seal() {
    }

    /**
     * Seals bytes.
     *
     * @param about  whom they belong to, e.g. the cluster's name; the same text opens them
     * @param random a secure one: a repeated nonce would break the seal
     */
    public static byte[] seal(SealKey key, String about, byte[] clear, RandomGenerator random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER).put(MAGIC).put(VERSION).put(HexFormat.of().parseHex(key.id()))
                .array();
        try {
            byte[] hidden = cipher(Cipher.ENCRYPT_MODE, key, header, nonce, about).doFinal(clear);
            return ByteBuffer.allocate(HEADER + NONCE + hidden.length).put(header).put(nonce).put(hidden).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws Malformed in one sentence: sealed with another key, damaged or another's, or not sealed at all
     */
    public static byte[] open(SealKey key, String about, byte[] sealed) throws Malformed {
        String id = keyId(sealed);
        if (!id.equals(key.id())) {
            throw new Malformed("sealed with the key " + id + ", but the key at hand is " + key.id()
                    + ": put back the key file that was in use, or re-key with both");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, HEADER),
                    Arrays.copyOfRange(sealed, HEADER, HEADER + NONCE), about)
                    .doFinal(sealed, HEADER + NONCE, sealed.length - HEADER - NONCE);
        } catch (AEADBadTagException e) {
            throw new Malformed("the sealed record is damaged, or belongs to another than '" + about
                    + "': restore it from a backup");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * The id of the key that opens the record.
     *
     * @throws Malformed if this is no sealed record, or one of a newer version
     */
    public static String keyId(byte[] sealed) throws Malformed {
        if (sealed.length < HEADER + NONCE + TAG_BITS / Byte.SIZE
                || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new Malformed("not a sealed record, or cut off (" + sealed.length + " bytes)");
        }
        if (sealed[MAGIC.length] != VERSION) {
            throw new Malformed("sealed in version " + (sealed[MAGIC.length] & 0xff) + ", but only version " + VERSION
                    + " is known: use the newer program that wrote it");
        }
        return HexFormat.of().formatHex(sealed, MAGIC.length + 1, HEADER);
    }

    /**
     * Seals every record anew under another key. Records that already are under the new key stay as they are, so an
     * interrupted run can be done again.
     *
     * @param records by the text that they are about
     * @return all of them, or nothing if any could not be opened, each with a problem
     */
    public static Optional<Map<String, byte[]>> rekey(SealKey from, SealKey to, Map<String, byte[]> records,
                                                      RandomGenerator random, Problems problems) {
        Map<String, byte[]> out = new LinkedHashMap<>();
        records.forEach((about, sealed) -> {
            try {
                out.put(about, rekeyed(from, to, about, sealed, random));
            } catch (Malformed e) {
                problems.add(about, e.getMessage(), "");
            }
        });
        return out.size() == records.size() ? Optional.of(Collections.unmodifiableMap(out)) : Optional.empty();
    }

    private static byte[] rekeyed(SealKey from, SealKey to, String about, byte[] sealed, RandomGenerator random)
            throws Malformed {
        if (keyId(sealed).equals(to.id())) {
            open(to, about, sealed);
            return sealed.clone();
        }
        byte[] clear = open(from, about, sealed);
        try {
            return seal(to, about, clear, random);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SealKey key, byte[] header, byte[] nonce, String about)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
