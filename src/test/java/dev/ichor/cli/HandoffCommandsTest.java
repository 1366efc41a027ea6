package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.FakeHandoffs;
import dev.ichor.server.admin.Plane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ichor handoff} before an admin plane, whose desk does what the test says. */
@Timeout(60)
class HandoffCommandsTest {
    @TempDir
    static Path state;
    private static Plane plane;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        plane = new Plane(state);
        Metal.declare(plane.bench, Metal.cluster(5));
    }

    @BeforeEach
    void nothingHappenedYet() {
        plane.handoffs.reset();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static Ended run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("handoff"), Stream.concat(Arrays.stream(words), Stream.of("--url",
                plane.uri("").toString(), "--fingerprint", plane.certificate.fingerprintText())))
                .toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(Role.OPERATOR)), new PrintWriter(out, true),
                new PrintWriter(err, true));
        assertTrue(out.toString().lines().allMatch(line -> line.startsWith("{") || line.contains(" is written to ")
                || line.length() <= 100),
                out.toString());
        return new Ended(code, out.toString(), err.toString());
    }

    private static String well(String... words) {
        Ended ended = run(words);
        assertEquals(ExitCode.OK, ended.code(), String.join(" ", words) + ": " + ended.err());
        return ended.out();
    }

    @Test
    void aPlanIsASheet() {
        assertEquals("""
                Mayastor 2.11.1 on prod, by the chart openebs/openebs 4.5.1.
                NODES    production: Three nodes are the least for production.
                DOMAINS  Two zones hold two replicas. x: worker-1, worker-2; y: worker-3.
                ENGINE   Cores 2, 3 and 1024 hugepages of 2 MiB on each storage node. Each node has them.
                CAPACITY One disk's worth is usable.

                NODE      PLACE  STORAGE    POOL               SERIAL  MODEL    SIZE    DISK
                worker-1  x      10.3.0.10  worker-1-1a2b3c4d  SER1    Acme P1  1.9 TB  this pool
                worker-2  x      10.3.0.11  worker-2-1a2b3c4d  SER2    Acme P1  1.9 TB  new
                worker-3  y      10.3.0.12  worker-3-1a2b3c4d  SER3    Acme P1  1.9 TB  new

                WHEN                         RAW     USABLE  REPLICAS  THEN
                now                          5.8 TB  1.9 TB  2         stranded 1.9 TB, overhead 3.1 MB, greatest
                                                                       node 100 % of the mean
                one more node like worker-3  7.7 TB  3.8 TB  2         Nothing is stranded any more
                node worker-3 is lost        3.8 TB  0 B     1         Volumes go on with one replica

                COSTS    EUR 10500.50: nodes 9000.00, pool disks 1500.50. EUR 6012.20 for each usable TiB.

                WARNING  worker-2: its disk is old. Watch it.

                A bundle can be made.
                """, well("plan", "prod"));
        assertTrue(well("plan", "prod", "--output", "json").startsWith("{\"cluster\":\"prod\",\"refused\":false,"));
    }

    @Test
    void aPlanWithErrorsFails() {
        plane.handoffs.findings = List.of(Finding.error("worker-2/SER2", "it is gone", "Look for it"),
                Finding.error("", "nothing fits", ""));
        Ended refused = run("plan", "prod");
        assertEquals(ExitCode.FAILED, refused.code());
        assertTrue(refused.out().endsWith("""
                ERROR    worker-2/SER2: it is gone. Look for it.
                ERROR    nothing fits.

                There is no bundle: 2 errors.
                """), refused.out());
        assertEquals(ExitCode.FAILED, run("plan", "prod", "-o", "json").code());
        assertEquals(ExitCode.NOT_FOUND, run("plan", "nowhere").code());
    }

    @Test
    void aRedGateFailsAndAnUnknownOneDoesNot() {
        assertEquals("""
                GREEN    plan: 3 nodes, no errors.
                UNKNOWN  jumbo: nobody has measured it.
                         Run the network check.

                1 green, 0 red, 1 unknown. What is unknown is let pass only by its name, --allow jumbo
                """, well("gates", "prod"));
        plane.handoffs.gates = List.of(FakeHandoffs.GREEN);
        assertTrue(well("gates", "prod").endsWith("1 green, 0 red, 0 unknown. Mayastor can be installed.\n"));
        plane.handoffs.gates = List.of(FakeHandoffs.GREEN, FakeHandoffs.RED, FakeHandoffs.UNKNOWN);
        Ended red = run("gates", "prod");
        assertEquals(ExitCode.FAILED, red.code());
        assertTrue(red.out().contains("RED      hugepages: worker-2 has 0 of 1024 pages.\n         Reboot worker-2.\n"));
        assertTrue(red.out().endsWith("1 green, 1 red, 1 unknown. Nothing is installed while a gate is red.\n"));
        Ended json = run("gates", "prod", "-o", "json");
        assertTrue(json.code() == ExitCode.FAILED && json.out().startsWith("{\"ready\":false,"), json.out());
    }

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
        assertTrue(text.matches("Bundle [0-9a-f]{12} with openebs/openebs 4.5.1 is written to " + target + ".\n"), text);
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

    @Test
    void whatChecksPrintedIsToldToTheGates() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), """
                some noise
                ichor-jumbo worker-1 worker-2 ok 9000 bytes and back
                ichor-jumbo worker-1 worker-3 bad small packets pass, those of 9000 bytes do not
                ichor-hugepages worker-1 1024/1024
                ichor-disk SER1 ok carries exactly its own pool
                """);
        Ended bad = run("tell", "prod", "worker-1", log.toString());
        assertEquals(ExitCode.FAILED, bad.code());
        assertEquals("""
                GOOD     jumbo of worker-1 to worker-2: 9000 bytes and back.
                BAD      jumbo of worker-1 to worker-3: small packets pass, those of 9000 bytes do not.
                GOOD     hugepages of worker-1: 1024 of 1024 hugepages of 2 MiB are free, the io-engine takes 1024.
                GOOD     disk of worker-1/SER1: carries exactly its own pool.
                """, bad.out());
        assertEquals(List.of("jumbo true", "jumbo false", "hugepages true", "disk true"), plane.handoffs.proofs.stream()
                .map(proof -> proof.kind() + " " + proof.good()).toList());
        Path disks = Files.writeString(folder.resolve("disks"), "ichor-disk SER2 ok blank\n");
        assertEquals("GOOD     disk of worker-2/SER2: blank.\n", well("tell", "prod", "worker-2", disks.toString()));
        assertEquals("{\"kept\":1}\n", well("tell", "prod", "worker-2", disks.toString(), "-o", "json"));
        plane.handoffs.proofs.clear();
        Ended other = run("tell", "prod", "worker-3", disks.toString());
        assertTrue(other.code() == ExitCode.FAILED && other.err().contains("says nothing of worker-3"), other.err());
        assertEquals(ExitCode.NOT_FOUND, run("tell", "prod", "worker-4", disks.toString()).code());
        assertTrue(plane.handoffs.proofs.isEmpty());
    }

    @Test
    void runsAndTheTimelineAreTold() {
        assertEquals("Nothing was run yet.\n", well("runs", "prod"));
        assertEquals("Nothing happened yet.\n", well("timeline", "prod"));
        plane.handoffs.gates = List.of(FakeHandoffs.GREEN);
        plane.handoffs.begin("prod", List.of("jumbo"), dev.ichor.provisioner.Bench.ANN);
        plane.handoffs.report("r-1", new HandoffDesk.Step(1, "fio", "done", "as fast as\u001b its disks",
                Map.of("read MB/s", 2710.0, "a IOPS", 12.34), FakeHandoffs.THEN), dev.ichor.provisioner.Bench.ANN);
        plane.handoffs.end("r-1", "done", dev.ichor.provisioner.Bench.ANN);
        String hash = plane.handoffs.runs.getFirst().bundle().hex().substring(0, 12);
        assertEquals("""
                Run r-1: done, bundle %s, begun 2026-06-01 09:00:00 UTC by ann, ended 2026-06-01 09:01:00;
                let pass: jumbo.
                  #  STEP  STATE  WHEN                 DETAIL
                  1  fio   done   2026-06-01 09:00:00  as fast as? its disks
                  STEP  MEASURED   RESULT
                  fio   a IOPS     12.3
                  fio   read MB/s  2710
                """.formatted(hash), well("runs", "prod"));
        plane.handoffs.lines.add(new HandoffDesk.Line(7, FakeHandoffs.THEN, "gate", "jumbo", "green", "measured"));
        assertEquals("2026-06-01 09:00:00  gate    green      jumbo: measured\n", well("timeline", "prod"));
        assertTrue(well("timeline", "prod", "-o", "json").startsWith("{\"sequence\":7,"));
        assertEquals(ExitCode.NOT_FOUND, run("timeline", "nowhere").code());
        assertEquals(Optional.empty(), plane.handoffs.runs.stream().filter(one -> one.ended().isEmpty()).findFirst());
    }

    /** A terminal that is closed after the second line; while it shows the first, something more happens. */
    private static final class Closing extends Writer {
        private final StringBuilder shown = new StringBuilder();

        @Override
        public void write(char[] text, int from, int length) {
            shown.append(text, from, length);
            plane.handoffs.lines.add(line(plane.handoffs.lines.size() + 1));
        }

        @Override
        public void flush() throws IOException {
            if (shown.toString().contains("line 2")) {
                throw new IOException("closed");
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static HandoffDesk.Line line(int number) {
        return new HandoffDesk.Line(number, FakeHandoffs.THEN, "run", "r-1", "running", "line " + number);
    }

    @Test
    void theTimelineIsFollowed() {
        plane.handoffs.lines.add(line(1));
        Closing out = new Closing();
        Ichor.run(new String[] {"handoff", "timeline", "prod", "-f", "-n", "1", "--url", plane.uri("").toString(),
            "--fingerprint", plane.certificate.fingerprintText()}, Map.of("ICHOR_TOKEN", plane.secret(Role.VIEWER)),
                new PrintWriter(out), new PrintWriter(new StringWriter()));
        assertTrue(out.shown.toString().startsWith("2026-06-01 09:00:00  run     running    r-1: line 1\n"
                + "2026-06-01 09:00:00  run     running    r-1: line 2\n"), out.shown.toString());
    }
}
