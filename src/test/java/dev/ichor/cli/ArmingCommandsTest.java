package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ArmList;
import dev.ichor.server.admin.api.ArmRequest;
import dev.ichor.server.admin.api.ArmedDiskView;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.api.RolesRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands between a typed line and an overwritten disk. */
@Timeout(120)
class ArmingCommandsTest {
    private static final String MACHINE = "/api/v1/machines/m-abcdefgh";
    private static final String INSTALL = MACHINE + "/arm/preview?purpose=install";
    private static final String WIPE = MACHINE + "/arm/preview?purpose=wipe&disk=S1";
    private static final String ARMS = "/api/v1/arms?machine=m-abcdefgh&limit=20";
    private static final ArmedDiskView BLANK = Bodies.armed("S0", "system", "blank", "untouched", "");
    private static final ArmedDiskView DATA = Bodies.armed("S1", "pool", "ext4 filesystem \"data\"", "untouched", "");

    @TempDir
    Path home;

    private FakePlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(home);
        plane.on("GET", INSTALL, Said.ok(Bodies.preview("install", List.of("S1"), List.of(), BLANK, DATA)));
        plane.on("GET", WIPE, Said.ok(Bodies.preview("wipe", List.of("S1"), List.of(), DATA)));
        plane.on("POST", MACHINE + "/arm", Said.ok(Bodies.arm("install", Optional.empty(), BLANK, DATA)));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private ArmRequest sent() throws Malformed {
        assertEquals(1, plane.changes().size());
        return Json.read(plane.changes().getFirst().body(), ArmRequest.class);
    }

    private void nothingWasDone(Ended ended) {
        assertEquals(ExitCode.FAILED, ended.code(), ended.toString());
        assertTrue(ended.err().contains("nothing was done"), ended.err());
        assertEquals(List.of(), plane.changes());
    }

    @Test
    void aPersonSeesEachDiskAndTypesTheSerial() throws Malformed {
        Typed anna = Typed.byPerson(plane, home, "S1", "y");
        Ended ended = anna.run("arm", "m-abcdefgh", "--for", "2h");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        assertEquals("""
                Machine m-abcdefgh, fingerprint abababababab
                SERIAL  SIZE    MODEL    ROLE    WHAT HAPPENS           CARRIES
                S0      960 GB  Acme P1  system  Talos                  blank
                S1      960 GB  Acme P1  pool    ERASED, then Mayastor  ext4 filesystem "data"

                Disk S1 (Acme P1, 960 GB) carries: ext4 filesystem "data"
                """, ended.err());
        assertEquals(List.of("What is on it will be gone. Type its serial number to go on: ",
                "Arm m-abcdefgh? The permission ends in 120 minutes. [y/N] "), anna.questions());
        assertEquals("m-abcdefgh is armed until 2026-03-01 08:30:00 UTC (a-0123456789). `ichor disarm m-abcdefgh` "
                + "takes it\nback.\n", ended.out());
        assertEquals(new ArmRequest("install", Optional.of(List.of()), Bodies.PRINT, Optional.of(120),
                Optional.of(List.of("S1"))), sent());
    }

    @Test
    void anotherWordThanTheSerialDoesNothing() {
        for (String typed : List.of("S0", "s1", "yes", "", "S1 S0")) {
            nothingWasDone(Typed.byPerson(plane, home, typed, "y").run("arm", "m-abcdefgh"));
        }
        nothingWasDone(Typed.byPerson(plane, home).run("arm", "m-abcdefgh"));
    }

    @Test
    void yesSkipsTheQuestionAndNeverTheTyping() throws Malformed {
        nothingWasDone(Typed.byProgram(plane, home).run("arm", "m-abcdefgh", "--yes"));
        nothingWasDone(Typed.byPerson(plane, home, "y").run("arm", "m-abcdefgh", "--yes"));
        Typed anna = Typed.byPerson(plane, home, "S1");
        assertEquals(ExitCode.OK, anna.run("arm", "m-abcdefgh", "--yes").code());
        assertEquals(1, anna.questions().size());
        assertEquals(Optional.of(List.of("S1")), sent().confirm());
    }

    @Test
    void aPersonWhoSaysNoDoesNothing() {
        for (String answer : List.of("n", "", "yep", "S1")) {
            nothingWasDone(Typed.byPerson(plane, home, "S1", answer).run("arm", "m-abcdefgh"));
        }
    }

    @Test
    void aProgramNamesTheSerialExactly() throws Malformed {
        Typed program = Typed.byProgram(plane, home);
        nothingWasDone(program.run("arm", "m-abcdefgh", "--confirm", "S1"));
        nothingWasDone(program.run("arm", "m-abcdefgh", "--yes", "--confirm", "S0"));
        nothingWasDone(program.run("arm", "m-abcdefgh", "--yes", "--confirm", "S1", "--confirm", "S9"));
        nothingWasDone(program.run("arm", "m-abcdefgh", "--yes", "--confirm", "s1"));
        Ended ended = program.run("arm", "m-abcdefgh", "--yes", "--confirm", "S1", "--output", "json");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        assertEquals(Json.write(Bodies.arm("install", Optional.empty(), BLANK, DATA)) + "\n", ended.out());
        assertEquals(Optional.of(List.of("S1")), sent().confirm());
    }

    @Test
    void blankDisksNeedNoSerial() throws Malformed {
        plane.on("GET", INSTALL, Said.ok(Bodies.preview("install", List.of(), List.of(), BLANK)));
        assertEquals(ExitCode.OK, Typed.byProgram(plane, home).run("arm", "m-abcdefgh", "--yes").code());
        assertEquals(Optional.of(List.of()), sent().confirm());
    }

    @Test
    void whatCannotBeArmedIsNotAskedFor() {
        plane.on("GET", INSTALL, Said.ok(Bodies.preview("install", List.of("S1"), List.of("it has no system disk",
                "S1 is failing"), DATA)));
        Typed anna = Typed.byPerson(plane, home, "S1", "y");
        Ended ended = anna.run("arm", "m-abcdefgh");
        nothingWasDone(ended);
        assertTrue(ended.err().contains("it has no system disk\n") && ended.err().contains("S1 is failing"), ended.err());
        assertEquals(List.of(), anna.questions());
    }

    @Test
    void aRefusalOfTheApplianceListsEverything() {
        plane.on("POST", MACHINE + "/arm", Said.problem(422, "first. second.", new ProblemBody.Fault("/fingerprint",
                "another is the latest", "Look again"), new ProblemBody.Fault("/confirm", "S1 is not named", "")));
        Ended ended = Typed.byPerson(plane, home, "S1", "y").run("arm", "m-abcdefgh");
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("/fingerprint: another is the latest. Look again")
                && ended.err().contains("/confirm: S1 is not named"), ended.err());
    }

    @Test
    void aWipeOfOneDiskIsNeverAWipeOfAnother() {
        plane.on("GET", WIPE, Said.ok(Bodies.preview("wipe", List.of(), List.of(), BLANK)));
        nothingWasDone(Typed.byPerson(plane, home, "y").run("wipe", "m-abcdefgh", "--disk", "S1"));
        plane.on("GET", WIPE, Said.ok(Bodies.preview("wipe", List.of("S1"), List.of(), BLANK, DATA)));
        nothingWasDone(Typed.byPerson(plane, home, "S1", "y").run("wipe", "m-abcdefgh", "--disk", "S1"));
    }

    @Test
    void aWipeIsWatchedToItsReceipts() throws Malformed {
        ArmedDiskView begun = Bodies.armed("S1", "ignore", "ext4 filesystem \"data\"", "started", "40 %");
        ArmedDiskView done = Bodies.armed("S1", "ignore", "ext4 filesystem \"data\"", "erased", "NVMe format");
        plane.on("POST", MACHINE + "/arm", Said.ok(Bodies.arm("wipe", Optional.empty(), DATA)));
        plane.on("GET", ARMS, list(Optional.empty(), DATA), list(Optional.empty(), begun), list(Optional.of("spent"),
                done));
        Ended ended = Typed.byProgram(plane, home).run("wipe", "m-abcdefgh", "--disk", "S1", "--yes", "--confirm", "S1");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        assertEquals("""
                SERIAL  STATE   NOTE         CARRIED
                S1      erased  NVMe format  ext4 filesystem "data"
                The wipe a-0123456789 of m-abcdefgh is over: spent.
                """, ended.out());
        assertTrue(ended.err().endsWith("""
                To stop here does not stop the wipe: `ichor disarm m-abcdefgh` does.
                S1: waits for the agent
                S1: is being erased: 40 %
                S1: erased: NVMe format
                """), ended.err());
        assertEquals(Optional.of(List.of("S1")), sent().disks());
    }

    private static Said list(Optional<String> end, ArmedDiskView disk) {
        return Said.ok(new ArmList(List.of(Bodies.arm("wipe", end, disk)), Optional.empty()));
    }

    @Test
    void aDiskThatWasNotErasedIsAFailure() {
        plane.on("POST", MACHINE + "/arm", Said.ok(Bodies.arm("wipe", Optional.empty(), DATA)));
        for (String state : List.of("refused", "failed", "untouched")) {
            plane.on("GET", ARMS, list(Optional.of("voided"), Bodies.armed("S1", "ignore", "ext4", state, "the serial "
                    + "differs")));
            Ended ended = Typed.byPerson(plane, home, "S1", "y").run("wipe", "m-abcdefgh", "--disk", "S1");
            assertEquals(ExitCode.FAILED, ended.code(), ended.out());
            assertTrue(ended.out().contains(state + "  the serial differs"), ended.out());
        }
    }

    @Test
    void nothingMoreIsWaitedForWhenADiskIsRefused() {
        plane.on("POST", MACHINE + "/arm", Said.ok(Bodies.arm("wipe", Optional.empty(), DATA)));
        plane.on("GET", ARMS, list(Optional.empty(), Bodies.armed("S1", "ignore", "ext4", "refused", "the serial "
                + "differs")));
        Ended ended = Typed.byPerson(plane, home, "S1", "y").run("wipe", "m-abcdefgh", "--disk", "S1");
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.out().contains("goes on"), ended.out());
    }

    @Test
    void aDetachedWipeDoesNotWait() {
        plane.on("POST", MACHINE + "/arm", Said.ok(Bodies.arm("wipe", Optional.empty(), DATA)));
        Ended ended = Typed.byPerson(plane, home, "S1", "y").run("wipe", "m-abcdefgh", "--disk", "S1", "--detach");
        assertEquals(ExitCode.OK, ended.code());
        assertTrue(ended.out().startsWith("m-abcdefgh is told to wipe (a-0123456789)"), ended.out());
    }

    @Test
    void disarmNeedsNothing() {
        plane.on("DELETE", MACHINE + "/arm", Said.ok(Bodies.arm("install", Optional.of("disarmed"), DATA)));
        assertEquals(ExitCode.OK, Typed.byProgram(plane, home).run("disarm", "m-abcdefgh").code());
        assertFalse(plane.changes().getFirst().headers().containsKey("if-match"));
    }

    @Test
    void rolesOfDisksWithContentsNeedTheSerialToo() throws Malformed {
        plane.on("GET", MACHINE + "/disks", Said.ok(Bodies.sheet(Bodies.row("S0", "blank", Optional.empty(), "system"),
                Bodies.row("S1", "Mayastor pool \"p\"", Optional.empty(), "pool"))));
        plane.on("PUT", MACHINE + "/roles", Said.ok(Bodies.sheet(Bodies.row("S0", "blank", Optional.of("system"),
                "system"))));
        nothingWasDone(Typed.byProgram(plane, home).run("roles", "set", "m-abcdefgh", "S0=system", "S1=pool"));
        nothingWasDone(Typed.byPerson(plane, home, "S0").run("roles", "set", "m-abcdefgh", "S0=system", "S1=pool"));
        Ended ended = Typed.byPerson(plane, home, "S1").run("roles", "set", "m-abcdefgh", "S0=system", "S1=pool");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        RolesRequest request = Json.read(plane.changes().getFirst().body(), RolesRequest.class);
        assertEquals(Optional.empty(), request.disks().get(0).confirm());
        assertEquals(Optional.of("S1"), request.disks().get(1).confirm());
        assertEquals("\"7\"", plane.changes().getFirst().headers().get("if-match"));
    }

    @Test
    void keptPoolsAndDisksThatAreNotWrittenNeedNoSerial() throws Malformed {
        plane.on("GET", MACHINE + "/disks", Said.ok(Bodies.sheet(Bodies.row("S1", "Mayastor pool \"p\"",
                Optional.empty(), "pool"), Bodies.row("S2", "ext4 filesystem", Optional.empty(), "ignore"))));
        plane.on("PUT", MACHINE + "/roles", Said.ok(Bodies.sheet()));
        Ended ended = Typed.byProgram(plane, home).run("roles", "set", "m-abcdefgh", "S2=spare", "--keep", "S1");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        RolesRequest request = Json.read(plane.changes().getFirst().body(), RolesRequest.class);
        assertEquals(new RolesRequest.Wish("S1", Optional.empty(), "pool", Optional.of(true), Optional.empty()),
                request.disks().get(1));
        assertEquals(ExitCode.USAGE, Typed.byProgram(plane, home).run("roles", "set", "m-abcdefgh").code());
        assertEquals(ExitCode.USAGE, Typed.byProgram(plane, home).run("roles", "set", "m-abcdefgh", "S1=boot").code());
        assertEquals(ExitCode.USAGE, Typed.byProgram(plane, home).run("roles", "set", "m-abcdefgh", "S1=system",
                "--keep", "S1").code());
    }
}
