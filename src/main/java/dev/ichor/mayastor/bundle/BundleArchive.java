package dev.ichor.mayastor.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * A bundle as a {@code .tar.gz}: POSIX.1-1988 ustar, entries sorted, owner 0, modes 0644 and 0755, all times 1970, in
 * one folder that is named after the cluster and the bundle's hash. The same bundle gives the same bytes.
 */
public final class BundleArchive {
    private static final int BLOCK = 512;
    /** Archives end at a multiple of twenty blocks, as tar's own do. */
    private static final int RECORD = 20 * BLOCK;
    private static final int DIGITS = 12;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PREFIX = 155;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BundleArchive() {
    }

    /** The folder in the archive: {@code CLUSTER-mayastor-HASH}, with the first twelve digits of the hash. */
    public static String folder(Bundle bundle) {
        return bundle.cluster() + "-mayastor-" + bundle.hash().hex().substring(0, DIGITS);
    }

    /** What the archive is called as a file. */
    public static String fileName(Bundle bundle) {
        return folder(bundle) + ".tar.gz";
    }

    /** @throws IllegalArgumentException if a path is too long for ustar: a name of 100 after a prefix of 155 bytes */
    public static byte[] of(Bundle bundle) {
        TreeMap<String, BundleFile> files = new TreeMap<>();
        TreeSet<String> folders = new TreeSet<>();
        for (BundleFile file : bundle.files()) {
            String path = folder(bundle) + "/" + file.path();
            files.put(path, file);
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                folders.add(path.substring(0, slash + 1));
            }
        }
        TreeSet<String> paths = new TreeSet<>(files.keySet());
        paths.addAll(folders);
        BundleArchive archive = new BundleArchive();
        paths.forEach(path -> archive.entry(path, files.get(path)));
        archive.end();
        return packed(archive.out.toByteArray());
    }

    /** @param file null: the path is a folder's */
    private void entry(String path, BundleFile file) {
        byte[] bytes = file == null ? new byte[0] : file.text().getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[BLOCK];
        name(header, path);
        boolean runs = file == null || file.executable();
        octal(header, 100, 8, runs ? 0755 : 0644);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, bytes.length);
        octal(header, 136, 12, 0);
        header[156] = (byte) (file == null ? '5' : '0');
        text(header, 257, "ustar\0" + "00");
        text(header, 265, "root");
        text(header, 297, "root");
        octal(header, 329, 8, 0);
        octal(header, 337, 8, 0);
        text(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        text(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(bytes);
        fill(BLOCK);
    }

    /** What is too long for the name's field is parted at a slash, which itself is not written. */
    private static void name(byte[] header, String path) {
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        int slash = -1;
        if (length > LONGEST_NAME) {
            slash = path.indexOf('/');
            while (slash > 0 && length - prefix(path, slash) - 1 > LONGEST_NAME) {
                slash = path.indexOf('/', slash + 1);
            }
            if (slash <= 0 || slash == path.length() - 1 || prefix(path, slash) > LONGEST_PREFIX) {
                throw new IllegalArgumentException("too long a path for an archive: " + path);
            }
            text(header, 345, path.substring(0, slash));
        }
        text(header, 0, path.substring(slash + 1));
    }

    private static int prefix(String path, int slash) {
        return path.substring(0, slash).getBytes(StandardCharsets.UTF_8).length;
    }

    private static void octal(byte[] header, int at, int length, long value) {
        text(header, at, String.format("%0" + (length - 1) + "o", value));
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void end() {
        out.writeBytes(new byte[2 * BLOCK]);
        fill(RECORD);
    }

    private void fill(int unit) {
        out.writeBytes(new byte[(unit - out.size() % unit) % unit]);
    }

    /** The header of Java's gzip has no time and no name. */
    private static byte[] packed(byte[] tar) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
