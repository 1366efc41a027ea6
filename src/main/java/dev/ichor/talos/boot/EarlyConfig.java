package dev.ichor.talos.boot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The little configuration that a Talos of 1.11 or later takes from its kernel's command line before it fetches its
 * whole one: whom to trust for that. It holds no v1alpha1 document, so the fetch still follows, and what is fetched
 * replaces it; and it holds nothing about links, one document of which would switch off DHCP on every NIC.
 */
public final class EarlyConfig {
    private static final byte[] MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int TWO_BYTES = 0x40;
    private static final int FOUR_BYTES = 0x80;
    /** Where a size of two bytes begins, and is counted from. */
    private static final int SMALL = 256;
    private static final int MEDIUM = SMALL + 0x10000;
    private static final int LARGEST_BLOCK = 128 << 10;

    private EarlyConfig() {
    }

    /**
     * The value of {@code talos.config.early}: zstd, then Base64. Its {@code + / =} mean nothing to iPXE nor to the
     * kernel, which splits an argument at its first equals sign.
     *
     * @param roots certificates to trust, PEM
     */
    public static String of(String roots) {
        return Base64.getEncoder().encodeToString(frame(document(roots).getBytes(StandardCharsets.UTF_8)));
    }

    /** The document as Talos reads it. */
    static String document(String roots) {
        return "apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: ichor\ncertificates: |\n"
                + roots.strip().lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    /** One zstd frame (RFC 8878 section 3.1.1) of blocks that are not compressed: a certificate hardly can be. */
    static byte[] frame(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        if (content.length < SMALL) {
            out.write(SINGLE_SEGMENT);
            little(out, content.length, 1);
        } else if (content.length < MEDIUM) {
            out.write(SINGLE_SEGMENT | TWO_BYTES);
            little(out, content.length - SMALL, 2);
        } else {
            out.write(SINGLE_SEGMENT | FOUR_BYTES);
            little(out, content.length, 4);
        }
        // In a single segment the window is the content, and no block is larger than the window.
        int at = 0;
        do {
            int size = Math.min(LARGEST_BLOCK, content.length - at);
            boolean last = at + size == content.length;
            little(out, size << 3 | (last ? 1 : 0), 3);
            out.write(content, at, size);
            at += size;
        } while (at < content.length);
        return out.toByteArray();
    }

    private static void little(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
