package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Typed.Ended;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.FakeHandoffs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ichor handoff} before an admin plane, whose desk does what the test says. */
@Timeout(60)
class HandoffCommandsTest extends HandoffScreen {
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
        assertTrue(red.out().contains("RED      hugepages: worker-2 has 0 of 1024 pages.\n"
                + "         Reboot worker-2.\n"));
        assertTrue(red.out().endsWith("1 green, 1 red, 1 unknown. Nothing is installed while a gate is red.\n"));
        Ended json = run("gates", "prod", "-o", "json");
        assertTrue(json.code() == ExitCode.FAILED && json.out().startsWith("{\"ready\":false,"), json.out());
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
