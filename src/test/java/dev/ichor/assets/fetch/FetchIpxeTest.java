package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetLock;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.LockFile;
import dev.ichor.assets.Trust;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.provision.BootFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The boot files of an iPXE release. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FetchIpxeTest extends FetcherBed {
    @Test
    void anIpxeReleaseReplacesTheBootFiles() throws Exception {
        byte[] archive = archive(true);
        pinIpxe(archive);
        site.put("ipxe/releases/download/v2.0.0/ipxeboot.tar.gz", archive);
        Fetcher.Fetched fetched = fetch(new FetchRequest.Ipxe());
        assertEquals(BootFile.values().length, fetched.entries().size());
        for (BootFile file : BootFile.values()) {
            assertEquals(IpxeRelease.member(file), new String(served(file.fileName()), StandardCharsets.UTF_8));
        }
        assertEquals(Trust.PINNED, fetched.entries().getFirst().trust());
        assertTrue(fetched.entries().getFirst().source().contains("ipxeboot.tar.gz#ipxeboot/"));
    }

    @Test
    void anIpxeArchiveWithoutANeededFileChangesNothing() throws Exception {
        byte[] archive = archive(false);
        pinIpxe(archive);
        site.put("ipxe/releases/download/v2.0.0/ipxeboot.tar.gz", archive);
        assertTrue(fails(new FetchRequest.Ipxe()).contains("lacks [ipxeboot/x86_64/undionly.kpxe]"));
        site.put("ipxe/releases/download/v2.0.0/ipxeboot.tar.gz", archive(true));
        assertTrue(fails(new FetchRequest.Ipxe()).contains("ipxeboot.tar.gz"));
        assertEquals(0, catalog().all().size());
    }

    private void pinIpxe(byte[] archive) throws IOException {
        Files.write(pins,
                LockFile.print(AssetLock.of(List.of(new AssetEntry(new AssetName("ipxe/2.0.0/ipxeboot.tar.gz"),
                "2.0.0", Arch.OTHER, archive.length, Sha256.of(archive), Trust.PINNED, "GPL-2.0-or-later",
                "https://github.com/ipxe/ipxe/releases/download/v2.0.0/ipxeboot.tar.gz"))), "pins"));
        site.put("ipxe/releases/download/v2.0.0/ipxeboot.tar.gz", archive);
    }

    /** An archive with the release's layout: each file holds its own name, beside links and files nobody wants. */
    private static byte[] archive(boolean whole) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            TarArchiveEntry link = new TarArchiveEntry("ipxeboot/undionly.kpxe", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            for (BootFile file : BootFile.values()) {
                if (whole || file != BootFile.BIOS_UNDI) {
                    member(tar, IpxeRelease.member(file));
                }
            }
            member(tar, "../../escape");
        }
        return out.toByteArray();
    }

    private static void member(TarArchiveOutputStream tar, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
