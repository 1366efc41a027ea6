package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import dev.ichor.assets.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that a person carried in. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CarriedFilesTest extends FetcherBed {
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
}
