package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetName;
import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import java.net.URI;
import java.util.List;

/**
 * A file of Talos and where it is published. The Image Factory calls the kernel {@code kernel-amd64}, the release
 * {@code vmlinuz-amd64}; we use the release's names. The initramfs ends in {@code .xz} for history's sake.
 *
 * @param most more bytes than this are refused
 */
record TalosFiles(AssetName name, String version, Arch arch, URI published, long most, String licence) {
    private static final String RELEASES = "https://github.com/siderolabs/talos/releases/download/";
    private static final String FACTORY = "https://factory.talos.dev/image/";
    private static final long MOST_KERNEL = 256L << 20;
    private static final long MOST_INITRAMFS = 3L << 30;
    private static final String KERNEL_LICENCE = "GPL-2.0-only WITH Linux-syscall-note";
    private static final String INITRAMFS_LICENCE = "MPL-2.0 AND LicenseRef-talos-third-party";

    String fileName() {
        String path = published.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static URI checksums(FetchRequest.TalosRelease release) {
        return URI.create(RELEASES + release.version() + "/sha256sum.txt");
    }

    /** Only of use in a folder that was carried in: the factory itself has no such file. */
    static URI checksums(FetchRequest.TalosImage image) {
        return URI.create(FACTORY + image.schematic() + "/" + image.version() + "/sha256sum.txt");
    }

    static List<TalosFiles> of(FetchRequest.TalosRelease release) {
        String base = RELEASES + release.version() + "/";
        return both(release.version(), "default", release.arch(), base, "vmlinuz-");
    }

    static List<TalosFiles> of(FetchRequest.TalosImage image) {
        String base = FACTORY + image.schematic() + "/" + image.version() + "/";
        return both(image.version(), image.schematic(), image.arch(), base, "kernel-");
    }

    private static List<TalosFiles> both(String version, String schematic, Arch arch, String base, String kernel) {
        String suffix = Needs.talosArch(arch);
        return List.of(
                new TalosFiles(Needs.talosKernel(version, schematic, arch), version, arch,
                        URI.create(base + kernel + suffix), MOST_KERNEL, KERNEL_LICENCE),
                new TalosFiles(Needs.talosInitramfs(version, schematic, arch), version, arch,
                        URI.create(base + "initramfs-" + suffix + ".xz"), MOST_INITRAMFS, INITRAMFS_LICENCE));
    }
}
