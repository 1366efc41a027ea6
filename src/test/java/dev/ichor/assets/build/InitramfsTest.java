package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ichor.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {
    @TempDir
    Path folder;

    private byte[] written(boolean otherOrder, String program) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, program);
        // The date of the file on this machine must not show.
        Files.setLastModifiedTime(file, FileTime.fromMillis(otherOrder ? 1_000_000L : 2_000_000_000_000L));
        Initramfs files = new Initramfs();
        List<Runnable> steps = new ArrayList<>(List.of(
                () -> files.file("init", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
                () -> files.file("etc/passwd", "root\n".getBytes(StandardCharsets.UTF_8)),
                () -> files.file("usr/bin/program", file, true),
                () -> files.link("bin/sh", "../usr/bin/program"),
                () -> files.charDevice("dev/console", 5, 1),
                () -> files.folder("proc")));
        (otherOrder ? steps.reversed() : steps).forEach(Runnable::run);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void theSameFilesGiveTheSameBytesInWhateverOrderTheyCame() throws IOException {
        assertArrayEquals(written(false, "x"), written(true, "x"));
        assertNotEquals(Sha256.of(written(false, "x")), Sha256.of(written(false, "y")));
    }

    @Test
    void entriesBelongToRootInOrderWithFoldersFirst() throws IOException {
        List<String> seen = new ArrayList<>();
        CpioArchiveInputStream in = new CpioArchiveInputStream(new ByteArrayInputStream(written(true, "x")));
        for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            seen.add("%s %o %d".formatted(entry.getName(), entry.getMode(), entry.getSize()));
            assertEquals(0, entry.getUID() + entry.getGID() + entry.getTime());
            if (entry.getName().equals("dev/console")) {
                assertEquals(5, entry.getRemoteDeviceMaj());
                assertEquals(1, entry.getRemoteDeviceMin());
            }
        }
        assertEquals(List.of("bin 40755 0", "bin/sh 120777 18", "dev 40755 0", "dev/console 20600 0", "etc 40755 0",
                "etc/passwd 100644 5", "init 100755 10", "proc 40755 0", "usr 40755 0", "usr/bin 40755 0",
                "usr/bin/program 100755 1"), seen);
    }
}
