package dev.ichor.assets.build;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * The files of an initramfs, written as a "newc" archive (kernel documentation,
 * {@code driver-api/early-userspace/buffer-format.rst}). Everything belongs to root and is dated 1970, and the
 * order is that of the names: the same files give the same bytes.
 */
final class Initramfs {
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    /** One entry. */
    private sealed interface Node {
        record Folder() implements Node {}

        record File(byte[] content, int mode) implements Node {}

        record OnDisk(Path path, int mode) implements Node {}

        record Link(String target) implements Node {}

        record CharDevice(int major, int minor) implements Node {}
    }

    private final SortedMap<String, Node> nodes = new TreeMap<>();

    void folder(String name) {
        put(name, new Node.Folder());
    }

    void link(String name, String target) {
        put(name, new Node.Link(target));
    }

    void charDevice(String name, int major, int minor) {
        put(name, new Node.CharDevice(major, minor));
    }

    void file(String name, byte[] content) {
        boolean script = content.length > 1 && content[0] == '#' && content[1] == '!';
        put(name, new Node.File(content.clone(), script ? EXECUTABLE : PLAIN));
    }

    /** A file whose content is read when the archive is written. */
    void file(String name, Path content, boolean executable) {
        put(name, new Node.OnDisk(content, executable ? EXECUTABLE : PLAIN));
    }

    boolean has(String name) {
        return nodes.containsKey(name);
    }

    /** Names are relative; the folders above come along. */
    private void put(String name, Node node) {
        int slash = name.lastIndexOf('/');
        if (slash > 0 && !nodes.containsKey(name.substring(0, slash))) {
            folder(name.substring(0, slash));
        }
        nodes.put(name, node);
    }

    void writeTo(OutputStream out) throws IOException {
        CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW, 512, "UTF-8");
        long inode = 1;
        for (var entry : nodes.entrySet()) {
            write(cpio, entry.getKey(), entry.getValue(), inode++);
        }
        cpio.finish();
        out.flush();
    }

    private static void write(CpioArchiveOutputStream cpio, String name, Node node, long inode) throws IOException {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
        entry.setInode(inode);
        entry.setTime(0);
        entry.setUID(0);
        entry.setGID(0);
        entry.setNumberOfLinks(1);
        byte[] content = switch (node) {
            case Node.Folder() -> {
                entry.setMode(CpioConstants.C_ISDIR | EXECUTABLE);
                entry.setNumberOfLinks(2);
                yield new byte[0];
            }
            case Node.File(byte[] bytes, int mode) -> {
                entry.setMode(CpioConstants.C_ISREG | mode);
                yield bytes;
            }
            case Node.OnDisk(Path path, int mode) -> {
                entry.setMode(CpioConstants.C_ISREG | mode);
                yield Files.readAllBytes(path);
            }
            case Node.Link(String target) -> {
                entry.setMode(CpioConstants.C_ISLNK | 0777);
                yield target.getBytes(StandardCharsets.UTF_8);
            }
            case Node.CharDevice(int major, int minor) -> {
                entry.setMode(CpioConstants.C_ISCHR | 0600);
                entry.setRemoteDeviceMaj(major);
                entry.setRemoteDeviceMin(minor);
                yield new byte[0];
            }
        };
        entry.setSize(content.length);
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }
}
