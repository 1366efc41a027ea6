package dev.ichor.assets;

import dev.ichor.base.Arch;
import dev.ichor.provision.BootFile;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The names that the appliance gives out, and which of them it can't work without. */
public final class Needs {
    public static final AssetName DISCOVERY_KERNEL = new AssetName("discovery-x86_64.vmlinuz");
    public static final AssetName DISCOVERY_INITRD = new AssetName("discovery-x86_64.initrd");

    private Needs() {
    }

    /** The asset that holds a boot file's bytes. */
    public static AssetName of(BootFile file) {
        return new AssetName(file.fileName());
    }

    /**
     * The kernel of a Talos version; {@code schematic} is 64 hexadecimal digits, or {@code default} for the plain
     * release.
     */
    public static AssetName talosKernel(String version, String schematic, Arch arch) {
        return talos(version, schematic, "vmlinuz-" + talosArch(arch));
    }

    /** The initramfs of a Talos version, like {@link #talosKernel}. */
    public static AssetName talosInitramfs(String version, String schematic, Arch arch) {
        return talos(version, schematic, "initramfs-" + talosArch(arch) + ".xz");
    }

    private static AssetName talos(String version, String schematic, String file) {
        return new AssetName("talos/" + version + "/" + schematic + "/" + file);
    }

    /** How Talos writes an architecture in file names. */
    public static String talosArch(Arch arch) {
        return switch (arch) {
            case X86_64 -> "amd64";
            case ARM64 -> "arm64";
            case IA32, ARM32, RISCV64, OTHER ->
                    throw new IllegalArgumentException("Talos is not built for " + arch.label());
        };
    }

    /**
     * What must be there for the server to start: every boot file of x86_64, the discovery image, and what the caller
     * adds, such as the Talos versions that the clusters name.
     */
    public static Set<AssetName> required(Collection<AssetName> more) {
        Set<AssetName> names = new TreeSet<>(more);
        for (BootFile file : BootFile.values()) {
            if (file.arch() == Arch.X86_64) {
                names.add(of(file));
            }
        }
        names.add(DISCOVERY_KERNEL);
        names.add(DISCOVERY_INITRD);
        return names;
    }
}
