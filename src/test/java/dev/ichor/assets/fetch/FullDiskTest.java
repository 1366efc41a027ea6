package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real small file system, so it needs root. */
@Tag("netns")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FullDiskTest {
    private static final byte[] BYTES = HttpTransportTest.bytes(300_000, 1);

    @TempDir
    Path temp;
    private Path small;
    private TestSite site;
    private HttpTransport transport;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(temp.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=128k", "ichor-test", small.toString());
        site = new TestSite();
        transport = new HttpTransport(HttpTransportTest.settings());
    }

    @AfterEach
    void unmount() throws Exception {
        transport.close();
        site.close();
        run("umount", small.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), "no end of " + List.of(command));
        assertEquals(0, process.exitValue(),
                List.of(command) + " failed: this test needs root and Debian's package mount");
    }

    private String fails() throws IOException {
        Want want = new Want(site.put("f", BYTES), "thing", 1 << 20, OptionalLong.empty(), Optional.empty());
        return assertThrows(AssetsFailed.class, () -> transport.file(want, small, Progress.SILENT)).getMessage();
    }

    @Test
    void aFileLargerThanTheFreeSpaceIsRefusedBeforeItsFirstByte() throws Exception {
        String message = fails();
        assertTrue(message.contains("the disk is too full: thing needs 300000 more bytes"), message);
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsSaidPlainly() throws Exception {
        site.manner = TestSite.Manner.CHUNKED;
        String message = fails();
        assertTrue(message.contains("the disk is full. Free some space there"), message);
        assertEquals(1, site.requests.size(), "a full disk is no reason to ask again");
    }

    @Test
    void aReadOnlyFileSystemIsSaidPlainly() throws Exception {
        run("mount", "-o", "remount,ro", small.toString());
        site.manner = TestSite.Manner.CHUNKED;
        String message = fails();
        assertTrue(message.contains("the file system is read-only"), message);
        AssetFolder folder = new AssetFolder(small.resolve("assets"));
        AssetsFailed failed = assertThrows(AssetsFailed.class, folder::partials);
        assertTrue(failed.getMessage().contains("the file system is read-only"), failed.getMessage());
    }
}
