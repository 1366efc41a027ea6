package dev.ichor.machine.facts;

import dev.ichor.base.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a tar stream of plain files (POSIX.1-1988 ustar, and GNU's variant of its magic that busybox writes). Folders
 * are passed over; links, devices, extensions and names outside the rules are refused.
 */
final class Ustar {
    private static final int BLOCK = 512;
    private static final int MAXIMUM_NAME = 100;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_@+!:,=-][A-Za-z0-9._@+!:,=-]*");

    private final InputStream in;
    private final Limits limits;
    private final Spill spill;
    private final byte[] block = new byte[BLOCK];
    private final Map<String, Spill.Kept> files = new HashMap<>();
    private final Set<String> folders = new HashSet<>();
    private long left;
    private int entries;

    Ustar(InputStream in, Limits limits) {
        this(in, limits, Spill.inMemory());
    }

    Ustar(InputStream in, Limits limits, Spill spill) {
        this.in = in;
        this.spill = spill;
        this.limits = limits;
        this.left = limits.unpacked();
    }

    RawFacts read() throws Malformed, IOException {
        boolean ended = false;
        while (!ended) {
            fill(block, BLOCK);
            ended = isZero();
            if (!ended) {
                entry();
            }
        }
        drain();
        return RawFacts.kept(files);
    }

    private void entry() throws Malformed, IOException {
        check();
        if (++entries > limits.entries()) {
            throw new Malformed("facts archive: more than " + limits.entries() + " entries");
        }
        String name = name();
        long size = octal(124, 12, "size");
        char type = (char) (block[156] & 0xFF);
        if (type == '5') {
            folder(name, size);
        } else if (type == '0' || type == 0) {
            file(name, size);
        } else {
            throw new Malformed("facts archive: an entry is neither a plain file nor a folder");
        }
    }

    private void folder(String name, long size) throws Malformed {
        if (size != 0) {
            throw new Malformed("facts archive: a folder has a size");
        }
        if (!name.isEmpty()) {
            folders.add(valid(name.endsWith("/") ? name.substring(0, name.length() - 1) : name));
        }
    }

    private void file(String name, long size) throws Malformed, IOException {
        String path = valid(name);
        if (size > limits.entry()) {
            throw new Malformed("facts archive: '" + path + "' is larger than " + limits.entry() + " bytes");
        }
        if (files.containsKey(path) || folders.contains(path)) {
            throw new Malformed("facts archive: '" + path + "' occurs twice");
        }
        byte[] bytes = new byte[(int) Math.min(size, left)];
        fill(bytes, (int) size);
        files.put(path, keep(bytes));
        int padding = (int) (-size & BLOCK - 1);
        fill(block, padding);
    }

    private Spill.Kept keep(byte[] bytes) {
        try {
            return spill.keep(bytes);
        } catch (IOException e) {
            throw new FactsArchive.SpillFailed(e);
        }
    }

    /** The header's checksum is the sum of its bytes with the checksum field taken as spaces. */
    private void check() throws Malformed {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xFF;
        }
        if (octal(148, 8, "checksum") != sum) {
            throw new Malformed("facts archive: a tar header has a wrong checksum");
        }
        String magic = new String(block, 257, 5, StandardCharsets.ISO_8859_1);
        if (!magic.equals("ustar")) {
            throw new Malformed("facts archive: not a ustar header");
        }
    }

    private String name() throws Malformed {
        boolean posix = block[262] == 0;
        String prefix = posix ? field(345, 155) : "";
        String name = (prefix.isEmpty() ? "" : prefix + '/') + field(0, 100);
        if (name.startsWith("./")) {
            name = name.substring(2);
        }
        if (name.length() > MAXIMUM_NAME) {
            throw new Malformed("facts archive: a name has more than " + MAXIMUM_NAME + " characters");
        }
        return name;
    }

    private static String valid(String name) throws Malformed {
        for (String part : name.split("/", -1)) {
            if (!PART.matcher(part).matches()) {
                throw new Malformed("facts archive: a name breaks the rules (relative, plain characters, no '..')");
            }
        }
        return name;
    }

    private String field(int from, int length) {
        int n = 0;
        while (n < length && block[from + n] != 0) {
            n++;
        }
        return new String(block, from, n, StandardCharsets.ISO_8859_1);
    }

    private long octal(int from, int length, String what) throws Malformed {
        String text = field(from, length).strip();
        if (!text.matches("[0-7]{1,12}")) {
            throw new Malformed("facts archive: the " + what + " of an entry is not an octal number");
        }
        return Long.parseLong(text, 8);
    }

    private boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void fill(byte[] into, int count) throws Malformed, IOException {
        take(count);
        if (in.readNBytes(into, 0, count) != count) {
            throw new Malformed("facts archive: ends in the middle of an entry");
        }
    }

    /** Reads what follows the last entry, so that the checksum at the end of the compressed stream is verified. */
    private void drain() throws Malformed, IOException {
        int n = in.read(block, 0, BLOCK);
        while (n >= 0) {
            take(n);
            n = in.read(block, 0, BLOCK);
        }
    }

    private void take(int count) throws Malformed {
        left -= count;
        if (left < 0) {
            throw new Malformed("facts archive: more than " + limits.unpacked() + " bytes unpacked");
        }
    }
}
