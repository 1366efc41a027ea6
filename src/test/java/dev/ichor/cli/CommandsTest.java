package dev.ichor.cli;

import dev.ichor.provision.Reason;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Machine;
import dev.ichor.machine.BootId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Identity;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.stream.EventStreams;
import dev.ichor.server.admin.Flights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands from the words that are typed to what is printed, against an admin plane with one machine. */
@Timeout(60)
class CommandsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final MachineId ID = new MachineId("m-abcdefgh");
    private static final Mac MAC = new Mac(0x525400000001L);

    @TempDir
    Path folder;
    private Plane plane;

    private record One() implements Machines {
        @Override
        public Page page(Query query) {
            return new Page(List.of(view().row()), Optional.empty());
        }

        @Override
        public long count(Query query) {
            return 1;
        }

        @Override
        public long lastEvent() {
            return 0;
        }

        private static View view() {
            BootId boot = new BootId("00000000000000aa");
            Identity identity = new Identity(Optional.empty(), List.of(MAC));
            Machine machine = Evolve.begin(ID, new MachineEvent.FingerprintTaken(NOW, boot, Sha256.of(new byte[0]),
                    identity, List.of()));
            return new View(new Row(ID, identity, "discovered", new Reason("waits", "waits"), false, Optional.empty(),
                    Optional.empty(), "", "", "", 0, 0, 0, 1, NOW, NOW), machine, Optional.empty());
        }

        @Override
        public Subscription subscribe(Runnable news) {
            return () -> { };
        }

        @Override
        public Optional<View> find(String key) {
            return java.util.stream.Stream.of(view()).filter(view -> key.equals(MAC.toString())).findFirst();
        }

        @Override
        public List<Event> events(Optional<MachineId> machine, long after, int limit) {
            return List.of();
        }

        @Override
        public List<Snapshot> fingerprints(MachineId machine) {
            return List.of();
        }

        @Override
        public Optional<byte[]> raw(Sha256 fingerprint) {
            return Optional.empty();
        }

        @Override
        public String order(MachineId machine, Order order, dev.ichor.provisioner.access.Caller by) {
            return "The machine will " + order + ".";
        }
    }

    private record Asked() implements Flights {
        @Override
        public List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit) {
            return macs.contains(MAC) ? List.of(new Exchange(NOW, Keys.of(MAC), Kind.DISCOVER, Outcome.OK, "a line",
                    Map.of("client", "pxe", "xid", "0badcafe"))) : List.of();
        }

        @Override
        public long lost() {
            return 0;
        }
    }

    private record Ended(int code, String out, String err) {
    }

    @BeforeEach
    void start() throws IOException {
        plane = new Plane(folder, Plane.WIDE, EventStreams.Limits.DEFAULT, real -> new Services(new One(),
                real.arming(), real.declarations(), real.talos(), real.handoff(), real.tokens(), real.repeats(),
                real.audit(), real.webhooks(),
                new Asked(), real.leases(), real.assets(), real.health(), true, List::of, real.clock()));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private Ended run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Arrays.stream(words), words[0].equals("check") ? Stream.of("--set", "admin.port="
                + plane.server.port()) : Stream.of("--url", plane.uri("").toString(), "--fingerprint",
                plane.certificate.fingerprintText())).toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(Role.VIEWER)), new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void machinesAreListedForProgramsAsTheAdminPlaneSaysThem() {
        assertEquals(new Ended(ExitCode.OK, """
                {"items":[{"id":"m-abcdefgh","serial":"","product":"","stage":"discovered",\
                "reason":{"code":"waits","text":"waits"},"person":false,"place":null,"armedUntil":null,"turn":1,\
                "uuid":null,"macs":["52:54:00:00:00:01"],"disks":0,"diskBytes":0,"nics":0,"firmware":"",\
                "firstSeen":"2026-03-01T08:00:00Z","lastSeen":"2026-03-01T08:00:00Z"}],"next":null,"total":null}
                """, ""), run("machines", "list", "--output", "json"));
        Ended table = run("machines", "list");
        assertTrue(table.out().startsWith("ID ") && table.out().contains("m-abcdefgh"), table.out());
    }

    @Test
    void explainSpeaksPlainlyToPeopleAndFullyToPrograms() {
        Ended people = run("explain", MAC.toString());
        assertEquals(ExitCode.OK, people.code());
        assertTrue(people.out().contains("1  08:00:00.0  the firmware asks for an address and a boot file  "
                + "DHCP DISCOVER"), people.out());
        assertFalse(people.out().contains("0badcafe"), people.out());
        assertTrue(run("explain", MAC.toString(), "--output", "json").out().contains("\"xid\":\"0badcafe\""));
    }

    @Test
    void whatIsNotKnownHasItsExitCode() {
        Ended none = run("machines", "show", "nothing");
        assertEquals("", none.out());
        assertTrue(none.code() != ExitCode.OK && none.err().contains("'nothing'"), none.toString());
    }

    @Test
    void checkNamesWrongSettings() {
        assertEquals(new Ended(ExitCode.FAILED, """
                PROBLEM  command line boot.port: expected a whole number from 1 to 65535
                FAILED   serve would not start: 1 problem.
                """, ""), run("check", "--set", "boot.port=x"));
    }

    /** How many problems there are besides depends on where the test runs: root or not, with assets or without. */
    @Test
    void checkListsAllProblemsAtOnceAndCountsThem() {
        Ended text = run("check", "--no-probe", "--set", "interface=none-such0");
        assertEquals(ExitCode.FAILED, text.code());
        long problems = text.out().lines().filter(line -> line.startsWith("PROBLEM  ")).count();
        assertTrue(text.out().lines().anyMatch(line -> line.startsWith("PROBLEM  ") && line.contains("none-such0")),
                text.out());
        assertTrue(text.out().contains("FAILED   serve would not start: " + problems + " problem"), text.out());
        Ended json = run("check", "--no-probe", "--output", "json", "--set", "interface=none-such0");
        assertEquals(ExitCode.FAILED, json.code());
        assertTrue(json.out().startsWith("{\"problems\":[{") && json.out().contains("none-such0"), json.out());
    }
}
