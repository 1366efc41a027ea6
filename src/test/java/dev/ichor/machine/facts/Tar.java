package dev.ichor.machine.facts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes archives for tests, good ones and bad ones. */
final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] of(RawFacts facts) {
        Tar tar = new Tar();
        facts.paths().forEach(path -> tar.add(path, facts.view(path)));
        return tar.end();
    }

    Tar add(String name, byte[] bytes) {
        return header(name, '0', bytes.length).data(bytes);
    }

    Tar header(String name, char type, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o\0", size));
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        checksum(header, 0);
        out.writeBytes(header);
        return this;
    }

    Tar data(byte[] bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[-bytes.length & 511]);
        return this;
    }

    byte[] raw() {
        return out.toByteArray();
    }

    byte[] end() {
        out.writeBytes(new byte[1024]);
        return raw();
    }

    /** Writes the right checksum into the header at that place. */
    static void checksum(byte[] tar, int at) {
        Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[at + i] & 0xFF;
        }
        put(tar, at + 148, String.format("%06o\0 ", sum));
    }

    private static void put(byte[] into, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
