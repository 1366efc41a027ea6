package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetLock;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.LockFile;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Trust;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FetcherTest extends FetcherBed {
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
