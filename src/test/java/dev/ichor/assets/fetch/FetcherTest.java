package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetLock;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.LockFile;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Progress;
import dev.ichor.assets.Trust;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.provision.BootFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FetcherTest {
    private static final String SCHEMATIC = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba";
    private static final String RELEASE = "talos/releases/v1.13.9/";
    private static final String FACTORY = "factory/image/" + SCHEMATIC + "/v1.13.9/";
    private static final byte[] KERNEL = HttpTransportTest.bytes(20_000, 1);
    private static final byte[] INITRAMFS = HttpTransportTest.bytes(90_000, 2);
    private static final FetchRequest STABLE = new FetchRequest.TalosRelease("v1.13.9", Arch.X86_64);
    private static final FetchRequest IMAGE = new FetchRequest.TalosImage("v1.13.9", SCHEMATIC, Arch.X86_64, false);

    @TempDir
    Path temp;
    private TestSite site;
    private AssetFolder folder;
    private Path pins;

    @BeforeEach
    void open() throws IOException {
        site = new TestSite();
        folder = new AssetFolder(temp.resolve("assets"));
        pins = Files.writeString(temp.resolve("assets.yaml"), "format: 1\nassets: []\n");
        site.put(RELEASE + "vmlinuz-amd64", KERNEL);
        site.put(RELEASE + "initramfs-amd64.xz", INITRAMFS);
        site.put(RELEASE + "sha256sum.txt", sums().getBytes(StandardCharsets.UTF_8));
        site.put(FACTORY + "kernel-amd64", KERNEL);
        site.put(FACTORY + "initramfs-amd64.xz", INITRAMFS);
    }

    private static String sums() {
        return Sha256.of(KERNEL) + "  vmlinuz-amd64\n" + Sha256.of(INITRAMFS) + " *initramfs-amd64.xz\n"
                + Sha256.of(KERNEL) + "  kernel-amd64\n" + "0".repeat(64) + "  talosctl-linux-amd64\n";
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Fetcher.Fetched fetch(FetchRequest request) throws AssetsFailed {
        FetchSettings settings = HttpTransportTest.settings().withMirrors(Map.of(
                "https://github.com/siderolabs/talos/releases/download/", site.base() + "talos/releases/",
                "https://factory.talos.dev/", site.base() + "factory/", "https://github.com/ipxe/", site.base()));
        try (Fetcher fetcher = Fetcher.online(pins, folder, settings)) {
            return fetcher.fetch(request, Progress.SILENT);
        }
    }

    private String fails(FetchRequest request) {
        return assertThrows(AssetsFailed.class, () -> fetch(request)).getMessage();
    }

    private AssetCatalog catalog() {
        AssetCatalog.Opened opened = AssetCatalog.open(pins, folder, Set.of(), InstantSource.system());
        assertEquals(List.of(), opened.problems());
        assertEquals(List.of(), opened.warnings());
        return opened.catalog();
    }

    private byte[] served(String name) throws IOException {
        return Files.readAllBytes(catalog().find(name).orElseThrow().path());
    }

    @Test
    void aTalosReleaseIsCheckedWithItsOwnListAndCatalogued() throws Exception {
        Fetcher.Fetched fetched = fetch(STABLE);
        assertEquals(List.of(Trust.PUBLISHED, Trust.PUBLISHED),
                fetched.entries().stream().map(AssetEntry::trust).toList());
        assertEquals("https://github.com/siderolabs/talos/releases/download/v1.13.9/vmlinuz-amd64",
                fetched.entries().getFirst().source());
        assertArrayEquals(KERNEL, served("talos/v1.13.9/default/vmlinuz-amd64"));
        assertArrayEquals(INITRAMFS, served("talos/v1.13.9/default/initramfs-amd64.xz"));
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws Exception {
        fetch(STABLE);
        site.requests.clear();
        Fetcher.Fetched again = fetch(STABLE);
        assertEquals(List.of("GET /" + RELEASE + "sha256sum.txt"), site.requests);
        assertEquals(2, again.notes().size());
        Files.writeString(folder.file(again.entries().getFirst()), "rotten");
        fetch(STABLE);
        assertArrayEquals(KERNEL, served("talos/v1.13.9/default/vmlinuz-amd64"));
    }

    @Test
    void aWrongFileReachesNoName() throws Exception {
        site.put(RELEASE + "initramfs-amd64.xz", HttpTransportTest.bytes(90_000, 3));
        assertTrue(fails(STABLE).contains("is not the one expected"));
        assertEquals(0, catalog().all().size());
        site.put(RELEASE + "initramfs-amd64.xz", INITRAMFS);
        site.requests.clear();
        fetch(STABLE);
        assertTrue(site.requests.contains("GET /" + RELEASE + "vmlinuz-amd64 bytes=20000-"),
                "the whole kernel of the first run was fetched again: " + site.requests);
        assertEquals(2, catalog().all().size());
    }

    @Test
    void aVersionThatDoesNotExistIsSaidPlainly() {
        String message = fails(new FetchRequest.TalosRelease("v9.9.9", Arch.X86_64));
        assertTrue(message.contains("sha256sum.txt of Talos v9.9.9: there is none at https://github.com/"), message);
    }

    @Test
    void aPageOfAProxyIsNotTakenForAChecksumList() {
        site.put(RELEASE + "sha256sum.txt", "<html>log in</html>".getBytes(StandardCharsets.UTF_8));
        assertTrue(fails(STABLE).contains("line 1 is not '<sha256>  <file name>'"));
    }

    @Test
    void aPinOverrulesThePublishersList() throws Exception {
        AssetEntry pin = new AssetEntry(Needs.talosKernel("v1.13.9", "default", Arch.X86_64), "v1.13.9", Arch.X86_64, 3,
                Sha256.of(new byte[3]), Trust.PINNED, "x", "y");
        Files.write(pins, LockFile.print(AssetLock.of(List.of(pin)), "pins"));
        assertTrue(fails(STABLE).contains("assets.yaml pins " + pin.sha256()));
    }

    @Test
    void theFactorysFirstAnswerIsBelievedAndSaidSo() throws Exception {
        Fetcher.Fetched first = fetch(IMAGE);
        assertEquals(2, first.notes().stream().filter(note -> note.contains("publishes no checksums")).count());
        assertEquals(Set.of(Trust.FIRST_USE), Set.copyOf(first.entries().stream().map(AssetEntry::trust).toList()));
        assertArrayEquals(INITRAMFS, served("talos/v1.13.9/" + SCHEMATIC + "/initramfs-amd64.xz"));
        assertEquals(List.of(), fetch(IMAGE).notes().stream().filter(note -> note.contains("checksums")).toList());
    }

    @Test
    void aLaterAnswerOfTheFactoryMustEqualTheFirst() throws Exception {
        AssetEntry kernel = fetch(IMAGE).entries().getFirst();
        Files.delete(folder.file(kernel));
        byte[] other = HttpTransportTest.bytes(20_000, 7);
        site.put(FACTORY + "kernel-amd64", other);
        assertTrue(fails(IMAGE).contains("expected sha256 " + kernel.sha256()));
        fetch(new FetchRequest.TalosImage("v1.13.9", SCHEMATIC, Arch.X86_64, true));
        assertArrayEquals(other, served(kernel.name().text()));
    }

    @Test
    void filesThatWereCarriedInAreCheckedWithTheirList() throws Exception {
        Path carried = Files.createDirectory(temp.resolve("usb"));
        Files.write(carried.resolve("vmlinuz-amd64"), KERNEL);
        Files.write(carried.resolve("kernel-amd64"), KERNEL);
        Files.write(carried.resolve("initramfs-amd64.xz"), INITRAMFS);
        for (FetchRequest request : List.of(STABLE, IMAGE)) {
            AssetsFailed without = assertThrows(AssetsFailed.class, () -> carry(carried, request));
            assertTrue(without.getMessage().contains("sha256sum.txt must lie beside the files"), without.getMessage());
        }
        Files.writeString(carried.resolve("sha256sum.txt"), sums());
        assertEquals(Trust.PUBLISHED, carry(carried, STABLE).entries().getFirst().trust());
        assertEquals(Trust.GIVEN, carry(carried, IMAGE).entries().getFirst().trust());
        assertEquals(4, catalog().all().size());
        assertTrue(Files.exists(carried.resolve("vmlinuz-amd64")), "the carried file was taken away");
        assertEquals(List.of(), site.requests);
    }

    private Fetcher.Fetched carry(Path carried, FetchRequest request) throws AssetsFailed {
        try (Fetcher fetcher = Fetcher.from(carried, pins, folder)) {
            return fetcher.fetch(request, Progress.SILENT);
        }
    }

    @Test
    void aCarriedFileThatIsWrongOrMissingIsNamed() throws Exception {
        Path carried = Files.createDirectory(temp.resolve("usb"));
        Files.writeString(carried.resolve("sha256sum.txt"), sums());
        assertTrue(assertThrows(AssetsFailed.class, () -> carry(carried, STABLE)).getMessage()
                .contains("vmlinuz-amd64: there is no such file. Download https://github.com/siderolabs/"));
        Files.write(carried.resolve("vmlinuz-amd64"), INITRAMFS);
        assertTrue(assertThrows(AssetsFailed.class, () -> carry(carried, STABLE)).getMessage()
                .contains("is not the one expected"));
        assertThrows(AssetsFailed.class, () -> carry(temp.resolve("none"), STABLE));
        assertEquals(0, catalog().all().size());
    }

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

    @Test
    void anyUrlWithAKnownHashIsTaken() throws Exception {
        URI url = site.put("own/snponly.efi", KERNEL);
        FetchRequest right = new FetchRequest.Given(new AssetName("snponly-x86_64.efi"), url, Sha256.of(KERNEL),
                "own-1",
                Arch.X86_64, "GPL-2.0-or-later");
        assertEquals(Trust.GIVEN, fetch(right).entries().getFirst().trust());
        assertArrayEquals(KERNEL, served("snponly-x86_64.efi"));
        FetchRequest wrong = new FetchRequest.Given(new AssetName("snponly-x86_64.efi"), url, Sha256.of(INITRAMFS),
                "own-2",
                Arch.X86_64, "GPL-2.0-or-later");
        fails(wrong);
        assertArrayEquals(KERNEL, served("snponly-x86_64.efi"));
    }

    @Test
    void brokenLocksStopAFetchBeforeTheFirstRequest() throws Exception {
        Files.writeString(pins, "format: 2\n");
        assertTrue(fails(STABLE).contains("assets.yaml:1 format"));
        assertEquals(List.of(), site.requests);
    }

    @Test
    void nonsenseIsRefusedWhereItIsAsked() {
        assertThrows(IllegalArgumentException.class, () -> new FetchRequest.TalosRelease("1.13.9", Arch.X86_64));
        assertThrows(IllegalArgumentException.class, () -> new FetchRequest.TalosRelease("v1.13.9/../x", Arch.X86_64));
        assertThrows(IllegalArgumentException.class, () -> new FetchRequest.TalosRelease("v1.13.9", Arch.RISCV64));
        assertThrows(IllegalArgumentException.class, () -> new FetchRequest.TalosImage("v1.13.9", "default",
                Arch.X86_64,
                false));
    }
}
