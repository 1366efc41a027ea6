package dev.ichor.assets.build;

import dev.ichor.base.Malformed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The little that the build must know of a 64-bit little-endian ELF file (System V gABI, chapters 4 and 5):
 * which loader and libraries a program needs, and what a kernel module says about itself.
 */
final class ElfFile {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int MAX_TABLE = 100_000;
    private final ByteBuffer bytes;

    private ElfFile(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static boolean isElf(byte[] content) {
        return content.length > 64 && content[0] == 0x7f && content[1] == 'E' && content[2] == 'L' && content[3] == 'F';
    }

    static ElfFile of(byte[] content) throws Malformed {
        if (!isElf(content) || content[4] != 2 || content[5] != 1) {
            throw new Malformed("not a 64-bit little-endian ELF file");
        }
        return new ElfFile(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** One row of a table of fixed-size entries. */
    @FunctionalInterface
    private interface Row {
        void at(int offset) throws Malformed;
    }

    private void rows(int offsetField, int sizeField, int countField, Row row) throws Malformed {
        int offset = offset(offsetField);
        int size = Short.toUnsignedInt(bytes.getShort(sizeField));
        int count = Short.toUnsignedInt(bytes.getShort(countField));
        for (int i = 0; i < count; i++) {
            row.at(inside(offset + (long) i * size, 40));
        }
    }

    /** The dynamic loader, such as {@code /lib64/ld-linux-x86-64.so.2}; empty for a static program or a library. */
    Optional<String> interpreter() throws Malformed {
        List<String> found = new ArrayList<>();
        rows(32, 54, 56, row -> {
            if (bytes.getInt(row) == PT_INTERP) {
                found.add(text(offset(row + 8)));
            }
        });
        return found.stream().findFirst();
    }

    /** Names of the libraries that it is linked with (DT_NEEDED). */
    List<String> needed() throws Malformed {
        List<Integer> names = new ArrayList<>();
        List<Long> strings = new ArrayList<>();
        rows(32, 54, 56, row -> {
            if (bytes.getInt(row) == PT_DYNAMIC) {
                int at = offset(row + 8);
                long end = at + bytes.getLong(row + 32);
                for (long entry = at; entry + 16 <= end; entry += 16) {
                    int here = inside(entry, 16);
                    long tag = bytes.getLong(here);
                    if (tag == DT_NEEDED) {
                        names.add((int) bytes.getLong(here + 8));
                    } else if (tag == DT_STRTAB) {
                        strings.add(bytes.getLong(here + 8));
                    }
                }
            }
        });
        List<String> needed = new ArrayList<>();
        for (int name : names) {
            if (strings.isEmpty()) {
                throw new Malformed("an ELF file with needed libraries and no string table");
            }
            needed.add(text(fileOffset(strings.getFirst()) + (long) name));
        }
        return needed;
    }

    /** The lines {@code key=value} of a kernel module's {@code .modinfo} section; none for anything else. */
    List<String> modinfo() throws Malformed {
        int names = section(Short.toUnsignedInt(bytes.getShort(62)));
        int strings = offset(names + 24);
        List<String> lines = new ArrayList<>();
        rows(40, 58, 60, row -> {
            if (text(strings + (long) bytes.getInt(row)).equals(".modinfo")) {
                int at = offset(row + 24);
                long size = bytes.getLong(row + 32);
                if (size < 0 || size > bytes.capacity() - at) {
                    throw new Malformed("a section outside of the ELF file");
                }
                byte[] content = new byte[(int) size];
                bytes.get(at, content);
                for (String line : new String(content, StandardCharsets.UTF_8).split("\0")) {
                    if (!line.isEmpty()) {
                        lines.add(line);
                    }
                }
            }
        });
        return lines;
    }

    private int section(int index) throws Malformed {
        return inside(offset(40) + (long) index * Short.toUnsignedInt(bytes.getShort(58)), 64);
    }

    /** Where a virtual address lies in the file. */
    private int fileOffset(long address) throws Malformed {
        List<Long> found = new ArrayList<>();
        rows(32, 54, 56, row -> {
            long start = bytes.getLong(row + 16);
            if (bytes.getInt(row) == PT_LOAD && address >= start && address < start + bytes.getLong(row + 32)) {
                found.add(address - start + bytes.getLong(row + 8));
            }
        });
        if (found.isEmpty()) {
            throw new Malformed("an address outside of the ELF file's segments");
        }
        return inside(found.getFirst(), 0);
    }

    private int offset(int field) throws Malformed {
        return inside(bytes.getLong(inside(field, 8)), 0);
    }

    private int inside(long at, int length) throws Malformed {
        if (at < 0 || at > bytes.capacity() - length) {
            throw new Malformed("an ELF offset outside of the file");
        }
        return (int) at;
    }

    private String text(long at) throws Malformed {
        int start = inside(at, 1);
        int end = start;
        while (end < bytes.capacity() && bytes.get(end) != 0 && end - start < MAX_TABLE) {
            end++;
        }
        byte[] content = new byte[end - start];
        bytes.get(start, content);
        return new String(content, StandardCharsets.UTF_8);
    }
}
