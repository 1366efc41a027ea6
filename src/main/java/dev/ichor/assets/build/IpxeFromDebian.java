package dev.ichor.assets.build;

import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.provision.BootFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the iPXE binaries out of Debian's {@code ipxe} package, under the names that DHCP hands out. */
public final class IpxeFromDebian {
    /** Debian builds no 32-bit UEFI and no ARM binaries of iPXE in this package. */
    private static final Map<BootFile, List<String>> PLACES = new EnumMap<>(Map.of(
            BootFile.BIOS_UNDI, List.of("usr/lib/ipxe/undionly.kpxe"),
            BootFile.BIOS_NATIVE, List.of("usr/lib/ipxe/ipxe.pxe"),
            BootFile.UEFI_X64_SNP, List.of("usr/lib/ipxe/snponly.efi"),
            BootFile.UEFI_X64_NATIVE, List.of("boot/ipxe.efi", "usr/lib/ipxe/ipxe.efi")));

    /**
     * One binary.
     *
     * @param bootFile which one
     * @param file     where it was put
     * @param sha256   its digest
     * @param part     the package it came from
     */
    public record Extracted(BootFile bootFile, Path file, Sha256 sha256, BuiltPart part) {}

    private IpxeFromDebian() {}

    /**
     * Puts the binaries into a folder, named {@link BootFile#fileName()}.
     *
     * @param from a folder with the {@code .deb}; empty: ask apt
     * @throws BuildFailed with everything that stood in the way
     */
    public static List<Extracted> extract(Path outDir, Optional<Path> from, Progress progress) throws BuildFailed {
        try {
            Files.createDirectories(outDir);
            Path work = Files.createTempDirectory(outDir.toAbsolutePath(), ".build-");
            try {
                return extract(outDir, from, progress, work);
            } finally {
                WorkFolder.delete(work);
            }
        } catch (IOException e) {
            throw new BuildFailed(outDir.toString(), "cannot be written: " + e, "check space and permissions");
        }
    }

    private static List<Extracted> extract(Path outDir, Optional<Path> from, Progress progress, Path work)
            throws BuildFailed, IOException {
        DebSource source = from.isPresent() ? FolderSource.read(from.get()) : new AptSource(work.resolve("packages"));
        DebPackage ipxe = Optional.ofNullable(source.describe(List.of("ipxe")).get("ipxe"))
                .orElseThrow(() -> new BuildFailed("package ipxe", "not found",
                        "run 'apt-get update', or put the .deb into the folder given with --from"));
        progress.step("fetching ipxe " + ipxe.version());
        DebSource.Fetched fetched = source.fetch(List.of(ipxe)).getFirst();
        PackageTree tree = PackageTree.unpack(List.of(fetched), Files.createDirectory(work.resolve("tree")));
        BuiltPart part = new BuiltPart(ipxe.name(), ipxe.version(), tree.licence("ipxe"), fetched.origin(),
                Sha256.of(fetched.file()));
        Problems problems = new Problems();
        Map<BootFile, Path> found = new EnumMap<>(BootFile.class);
        PLACES.forEach((bootFile, places) -> places.stream().map(tree.root()::resolve).filter(Files::isRegularFile)
                .findFirst().ifPresentOrElse(path -> found.put(bootFile, path),
                        () -> problems.add("package ipxe", "has no " + places.getFirst(), "use Debian's package")));
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems.list());
        }
        List<Extracted> extracted = new ArrayList<>();
        for (Map.Entry<BootFile, Path> one : found.entrySet()) {
            Path file = outDir.resolve(one.getKey().fileName());
            Files.move(one.getValue(), file, StandardCopyOption.REPLACE_EXISTING);
            extracted.add(new Extracted(one.getKey(), file, Sha256.of(file), part));
        }
        return extracted;
    }
}
