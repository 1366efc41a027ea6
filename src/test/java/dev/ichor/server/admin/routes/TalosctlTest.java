package dev.ichor.server.admin.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.server.admin.api.FindingList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Talos's own check in the hands of a shell script: what it gets, what is told, what it leaves behind. */
@Timeout(60)
class TalosctlTest {
    @TempDir
    Path folder;

    private Talosctl with(Duration patience, String script) throws IOException {
        Path program = Files.writeString(folder.resolve("talosctl"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Talosctl("relative:" + folder + ":/usr/bin:/bin", patience);
    }

    private FindingList.Talosctl validate(Talosctl talosctl) throws IOException {
        return talosctl.validate("secret: s3cret-s3cret\n", text -> text.replace("s3cret-s3cret", "(secret)"));
    }

    @Test
    void itGetsTheConfigurationInAFileOfItsOwnAndWhatItSaysIsMasked() throws IOException {
        FindingList.Talosctl said = validate(with(Duration.ofSeconds(30), """
                pwd > %1$s/where; stat -c %%a "$3" > %1$s/mode; env | cut -d= -f1 | sort | tr '\\n' ' ' > %1$s/env
                echo "$1 $2 $4 $5: $3"; cat "$3" >&2
                exit 1
                """.formatted(folder)));
        Path where = Path.of(Files.readString(folder.resolve("where")).strip());
        assertEquals(new FindingList.Talosctl(true, false, "validate --config --mode metal: config.yaml\n"
                + "secret: (secret)"), said);
        assertEquals("600\n", Files.readString(folder.resolve("mode")));
        assertEquals("HOME PATH PWD", Files.readString(folder.resolve("env")).replace("OLDPWD ", "").replace("_ ", "")
                .replace("SHLVL ", "").strip());
        assertFalse(Files.exists(where), "nothing stays");
    }

    @Test
    void itAccepts() throws IOException {
        assertEquals(new FindingList.Talosctl(true, true, "is valid"), validate(with(Duration.ofSeconds(30),
                "echo is valid\n")));
    }

    @Test
    void itIsNotWaitedForForEver() throws IOException {
        FindingList.Talosctl said = validate(with(Duration.ofMillis(200), "sleep 600 &\nsleep 600\n"));
        assertFalse(said.ran());
        assertTrue(said.output().contains("did not end"), said.output());
    }

    @Test
    void whatItFloodsIsCut() throws IOException {
        FindingList.Talosctl said = validate(with(Duration.ofSeconds(30),
                "head -c 300000 /dev/zero | tr '\\0' x\nexit 0\n"));
        assertTrue(said.output().length() <= 64 << 10, "bounded: " + said.output().length());
    }

    @Test
    void withoutItOneIsTold() throws IOException {
        assertEquals("talosctl is not installed on the appliance's machine.",
                validate(new Talosctl(folder + ":/nonexistent", Duration.ofSeconds(1))).output());
    }

    @Test
    void oneAtATime() throws Exception {
        Talosctl talosctl = with(Duration.ofSeconds(30), """
                touch %1$s/started; while ! [ -e %1$s/go ]; do sleep 0.05; done
                """.formatted(folder));
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<FindingList.Talosctl> first = new AtomicReference<>();
        Thread.ofVirtual().start(() -> {
            try {
                first.set(validate(talosctl));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                done.countDown();
            }
        });
        while (!Files.exists(folder.resolve("started"))) {
            Thread.sleep(10);
        }
        assertTrue(validate(talosctl).output().contains("another"));
        Files.createFile(folder.resolve("go"));
        done.await();
        assertTrue(first.get().accepted());
    }
}
