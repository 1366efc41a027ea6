package dev.ichor.provision.explain;

/** Files and URLs in words. */
final class FileWords {
    private FileWords() {
    }

    /** What the file is, with the last part of its name; empty for an empty name. */
    static String of(String name) {
        String last = last(name);
        return last.isEmpty() ? "" : kind(last) + last;
    }

    /** The last part of a path or URL, without a query. */
    static String last(String name) {
        String path = name.split("[?#]", 2)[0];
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? name : last;
    }

    private static String kind(String name) {
        if (name.endsWith(".ipxe")) {
            return "the script ";
        }
        if (name.endsWith(".efi") || name.endsWith(".kpxe") || name.endsWith(".pxe") || name.endsWith(".0")) {
            return "the bootloader ";
        }
        return name.contains("vmlinuz") || name.contains("kernel") ? "the kernel "
                : name.contains("initr") ? "the initramfs " : "the file ";
    }
}
