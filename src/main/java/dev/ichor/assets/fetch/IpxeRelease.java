package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetLock;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Progress;
import dev.ichor.assets.Trust;
import dev.ichor.provision.BootFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes the boot files out of the archive of an iPXE release, whose hash the lock pins. */
final class IpxeRelease {
    private static final int MOST_MEMBERS = 2000;
    private static final long MOST_MEMBER = 16L << 20;
    private static final long MOST_UNPACKED = 512L << 20;

    private final AssetFolder folder;
    private final AssetLock pins;
    private final Transport transport;

    IpxeRelease(AssetFolder folder, AssetLock pins, Transport transport) {
        this.folder = folder;
        this.pins = pins;
        this.transport = transport;
    }

    Fetcher.Fetched fetch(Progress progress) throws AssetsFailed {
        AssetEntry pin = pins.entries().stream()
                .filter(entry -> entry.name().text().matches("ipxe/[^/]+/ipxeboot\\.tar\\.gz")).findFirst()
                .orElseThrow(() -> new AssetsFailed("assets.yaml", "pins no iPXE release", "Add an entry"
                        + " 'ipxe/<version>/ipxeboot.tar.gz' with its size, sha256 and source"));
        Want want = new Want(URI.create(pin.source()), pin.name().text(), pin.size(), OptionalLong.of(pin.size()),
                Optional.of(pin.sha256()));
        Path archive = transport.file(want, folder.partials(), progress);
        Path work = folder.workFolder();
        try {
            List<AssetFolder.Staged> staged = unpack(archive, work, pin);
            folder.install(staged);
            Files.deleteIfExists(archive);
            return new Fetcher.Fetched(staged.stream().map(AssetFolder.Staged::entry).toList(), List.of("iPXE "
                    + pin.version() + " replaces the boot files of the same names. 'ichor assets build' puts Debian's"
                    + " back. A running server takes them at its next start."));
        } catch (IOException e) {
            throw Disk.failed(work, e);
        } finally {
            clean(work);
        }
    }

    private static void clean(Path work) throws AssetsFailed {
        try {
            Disk.deleteTree(work);
        } catch (IOException e) {
            throw Disk.failed(work, e);
        }
    }

    private static List<AssetFolder.Staged> unpack(Path archive, Path work, AssetEntry pin)
            throws IOException, AssetsFailed {
        Set<BootFile> missing = EnumSet.allOf(BootFile.class);
        List<AssetFolder.Staged> staged = new ArrayList<>();
        long unpacked = 0;
        int members = 0;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
             TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                unpacked += Math.max(0, e.getSize());
                if (++members > MOST_MEMBERS || unpacked > MOST_UNPACKED) {
                    throw new AssetsFailed(pin.name().text(), "the archive holds more than expected", "Check the pin");
                }
                Optional<BootFile> boot = wanted(e, missing);
                if (boot.isPresent()) {
                    Path out = work.resolve(boot.get().fileName());
                    Files.copy(tar, out);
                    missing.remove(boot.get());
                    staged.add(new AssetFolder.Staged(Fetcher.entry(Needs.of(boot.get()), pin.version(),
                            boot.get().arch(), out, Trust.PINNED, pin.licence(), pin.source() + "#" + e.getName()),
                            out));
                }
            }
        }
        List<BootFile> needed = missing.stream().filter(f -> Needs.required(List.of()).contains(Needs.of(f))).toList();
        if (!needed.isEmpty()) {
            throw new AssetsFailed(pin.name().text(), "the archive lacks " + needed.stream().map(IpxeRelease::member)
                    .toList(), "Pin a release that has them");
        }
        return staged;
    }

    private static Optional<BootFile> wanted(TarArchiveEntry e, Set<BootFile> missing) {
        boolean plain = e.isFile() && !e.isSymbolicLink() && !e.isLink() && e.getSize() <= MOST_MEMBER;
        return missing.stream().filter(file -> plain && e.getName().equals(member(file))).findFirst();
    }

    /** Where the release's archive has a boot file (iPXE v2.0.0's layout). */
    static String member(BootFile file) {
        return "ipxeboot/" + switch (file) {
            case BIOS_UNDI -> "x86_64/undionly.kpxe";
            case BIOS_NATIVE -> "x86_64/ipxe.pxe";
            case UEFI_X64_SNP -> "x86_64/snponly.efi";
            case UEFI_X64_NATIVE -> "x86_64/ipxe.efi";
            case UEFI_IA32 -> "i386/ipxe.efi";
            case UEFI_ARM64_SNP -> "arm64/snponly.efi";
            case UEFI_ARM64_NATIVE -> "arm64/ipxe.efi";
        };
    }
}
