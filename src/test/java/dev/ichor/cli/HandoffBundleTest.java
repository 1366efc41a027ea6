package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.server.admin.FakeHandoffs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ichor handoff bundle}: what is written, and over what. */
@Timeout(60)
class HandoffBundleTest extends HandoffScreen {
    @Test
    void aBundleIsListedAndNothingIsWritten() {
        String text = well("bundle", "prod");
        assertTrue(text.matches("(?s)FILE +BYTES +SHA-256\nREADME.md +7 +[0-9a-f]{12}\n.*install.sh [*] +10 .*"), text);
        assertTrue(text.contains("Nothing was written: --to or --archive does.\n"), text);
        assertTrue(well("bundle", "prod", "-o", "json").startsWith("{\"cluster\":\"prod\",\"hash\":\""));
        assertTrue(plane.handoffs.given.isEmpty());
        assertEquals(ExitCode.USAGE, run("bundle", "prod", "--to", "a", "--archive", "b").code());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void aFolderIsWrittenWholeAndReplacedWhole() throws IOException {
        Path target = folder.resolve("made/bundle");
        String text = well("bundle", "prod", "--to", target.toString());
        assertTrue(text.matches("Bundle [0-9a-f]{12} with openebs/openebs 4.5.1 is written to " + target + ".\n"),
                text);
        List<String> plain = List.of("README.md", "bundle.json", "chart/values.yaml", "install.sh");
        assertEquals(plain, files(target));
        assertEquals("rwxr-xr-x rw-r--r-- rwxr-xr-x", mode(target.resolve("install.sh")) + " "
                + mode(target.resolve("README.md")) + " " + mode(target));
        assertEquals(1, plane.handoffs.given.size());
        well("bundle", "prod", "--to", target.toString(), "--hands-free", "--allow", "jumbo");
        assertTrue(files(target).contains("hands-free/job.yaml"), files(target).toString());
        plane.handoffs.values = "new: true\n";
        well("bundle", "prod", "--to", target + "/");
        assertEquals(plain, files(target));
        assertEquals("new: true\n", Files.readString(target.resolve("chart/values.yaml")));
        try (Stream<Path> beside = Files.list(target.getParent())) {
            assertEquals(List.of(target), beside.toList());
        }
    }

    @Test
    void nothingButABundleIsReplaced() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        well("bundle", "prod", "--to", mine.toString());
        plane.handoffs.given.clear();
        Path kept = Files.writeString(mine.resolve("chart/mine.yaml"), "mine");
        refused("holds files that are not of its bundle and would be lost; move them elsewhere:\n  chart/mine.yaml",
                mine);
        Files.delete(kept);
        String values = Files.readString(mine.resolve("chart/values.yaml"));
        Files.writeString(mine.resolve("chart/values.yaml"), "changed: true\n");
        refused("were changed since it was written, which would be lost; --force writes over them:\n  "
                + "chart/values.yaml\n", mine);
        well("bundle", "prod", "--to", mine.toString(), "--force");
        assertEquals(values, Files.readString(mine.resolve("chart/values.yaml")));
        plane.handoffs.given.clear();
        Files.writeString(mine.resolve("bundle.json"), "{\"cluster\":\"other\",\"files\":[]}");
        refused("is a bundle of the cluster other", mine);
        Files.writeString(mine.resolve("bundle.json"), "{");
        refused("bundle.json is not JSON", mine);
        Files.delete(mine.resolve("bundle.json"));
        refused("holds files and is no bundle", mine);
        assertEquals(List.of("README.md", "chart/values.yaml", "install.sh"), files(mine));
        refused("is no folder", mine.resolve("README.md"));
        refused("is no folder", Files.createSymbolicLink(folder.resolve("link"), mine));
        assertTrue(plane.handoffs.given.isEmpty(), "what is not written is not given out");
    }

    private static void refused(String why, Path target) {
        Ended ended = run("bundle", "prod", "--to", target.toString());
        assertTrue(ended.code() == ExitCode.FAILED && ended.err().contains(why), ended.err());
    }

    @Test
    void anArchiveIsTheSameBytes() throws IOException {
        Path one = folder.resolve("one.tar.gz");
        well("bundle", "prod", "--archive", one.toString());
        well("bundle", "prod", "--archive", folder.resolve("two.tar.gz").toString());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(folder.resolve("two.tar.gz")));
        Ended there = run("bundle", "prod", "--archive", one.toString());
        assertTrue(there.code() == ExitCode.FAILED && there.err().contains("--force writes over it"), there.err());
        plane.handoffs.values = "new: true\n";
        well("bundle", "prod", "--archive", one.toString(), "--force");
        assertFalse(Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(folder.resolve("two.tar.gz"))));
        assertEquals(2, files(folder).size());
    }

    @Test
    void aRefusedBundleTellsEveryReasonAndWritesNothing() throws IOException {
        plane.handoffs.refusals = List.of(new Problem("worker-2/SER2", "it is gone", "Look for it"),
                new Problem("worker-3", "no address", ""), new Problem("worker-4", "a", "b"),
                new Problem("worker-5", "c", "d"));
        Ended ended = run("bundle", "prod", "--to", folder.resolve("x").toString());
        assertEquals(ExitCode.FAILED, ended.code());
        assertEquals("""
                ichor: the appliance refuses this (4 problems):
                  worker-2/SER2: it is gone. Look for it
                  worker-3: no address
                  worker-4: a. b
                  worker-5: c. d
                """, ended.err());
        plane.handoffs.refusals = List.of();
        plane.handoffs.gates = List.of(FakeHandoffs.RED);
        Ended red = run("bundle", "prod", "--to", folder.resolve("x").toString(), "--hands-free", "--allow",
                "hugepages");
        assertTrue(red.code() == ExitCode.FAILED && red.err().contains("hugepages: worker-2 has 0"), red.err());
        assertEquals(List.of(), files(folder));
        assertTrue(plane.handoffs.given.isEmpty());
    }

    @Test
    void whatWasGivenOutIsComparedWithNow() {
        assertEquals("No bundle was given out yet.\n", well("given", "prod"));
        assertTrue(well("diff", "prod").startsWith("No bundle was given out yet; the one that would be made now is "));
        well("bundle", "prod", "--to", folder.resolve("x").toString());
        assertTrue(well("given", "prod").matches("BUNDLE +CHART +MADE +BY\n[0-9a-f]{12}  openebs/openebs 4.5.1  "
                + "2026-06-01 09:00:00  operator\n"), well("given", "prod"));
        assertTrue(well("diff", "prod").endsWith("UTC by operator. It would be the same now.\n"), well("diff", "prod"));
        plane.handoffs.values = "new: true\n";
        assertTrue(well("diff", "prod").endsWith("""
                .

                ~ chart/values.yaml
                         etcd gets another size. Upgrade the chart.
                    -  replicaCount: 3
                    +  replicaCount: 1
                """), well("diff", "prod"));
        assertTrue(well("diff", "prod", "-o", "json").contains("\"same\":false"));
        assertEquals(well("diff", "prod"), well("diff", "prod", "--full"));
    }
}
