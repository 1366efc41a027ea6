package dev.ichor.rack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Knows which Debian package a tool or a file of the rack comes from. */
final class Debian {
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("ip", "iproute2"),
            Map.entry("tc", "iproute2"),
            Map.entry("bridge", "iproute2"),
            Map.entry("tcpdump", "tcpdump"),
            Map.entry("dnsmasq", "dnsmasq-base"),
            Map.entry("busybox", "busybox-static"),
            Map.entry("curl", "curl"),
            Map.entry("perfdhcp", "kea-admin"),
            Map.entry("dhcrelay", "isc-dhcp-relay"),
            Map.entry("setpriv", "util-linux"),
            Map.entry("mkfs.ext4", "e2fsprogs"),
            Map.entry("sfdisk", "fdisk"),
            Map.entry("python3", "python3-minimal"),
            Map.entry("qemu-system-x86_64", "qemu-system-x86"));
    private static final Map<String, String> FOLDERS = Map.of(
            "/usr/share/OVMF/", "ovmf",
            "/usr/lib/ipxe/qemu/", "ipxe-qemu",
            "/usr/lib/ipxe/", "ipxe",
            "/boot/ipxe.efi", "ipxe");

    private Debian() {
    }

    /** Fails with the package's name unless the tool is on the path (or is an absolute path to an executable). */
    static void require(String tool) {
        boolean found = tool.startsWith("/")
                ? Files.isExecutable(Path.of(tool))
                : Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin", "/sbin")).anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
        if (!found) {
            throw new RackFailure("the rack needs " + tool + ": apt-get install "
                    + PACKAGES.getOrDefault(tool, "the package that contains it"));
        }
    }

    /** The file, or a failure that names the package which brings it. */
    static Path file(String path) {
        Path file = Path.of(path);
        if (!Files.isReadable(file)) {
            String name = FOLDERS.entrySet().stream().filter(e -> path.startsWith(e.getKey()))
                    .max(Map.Entry.comparingByKey()).map(Map.Entry::getValue).orElse("the package that contains it");
            throw new RackFailure("the rack needs " + path + ": apt-get install " + name);
        }
        return file;
    }
}
