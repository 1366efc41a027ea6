package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.json.Json;
import dev.ichor.machine.MachineId;
import dev.ichor.server.admin.api.ArmList;
import dev.ichor.server.admin.api.AuditEntry;
import dev.ichor.server.admin.api.AuditList;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.DeclaredList;
import dev.ichor.server.admin.api.DiskEntry;
import dev.ichor.server.admin.api.DiskList;
import dev.ichor.server.admin.api.EventEntry;
import dev.ichor.server.admin.api.EventList;
import dev.ichor.server.admin.api.LeaseList;
import dev.ichor.server.admin.api.LeaseView;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.PlaceBody;
import dev.ichor.server.admin.api.PolicyTest;
import dev.ichor.server.admin.api.PolicyTestList;
import dev.ichor.server.admin.api.TokenList;
import dev.ichor.server.admin.api.TokenView;
import dev.ichor.server.admin.api.WebhookList;
import dev.ichor.server.admin.api.WebhookView;
import dev.ichor.server.admin.api.Whoami;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only look: which question they ask, what people read, what programs read. */
@Timeout(120)
class ReadingCommandsTest {
    private static final String V1 = "/api/v1/";

    @TempDir
    Path home;

    private FakePlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(home);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private Ended run(String... words) {
        return Typed.byProgram(plane, home).run(words);
    }

    /** People read this, programs read what the appliance said, and every line fits a screen of 100 columns. */
    private void reads(String question, Object body, String expected, String... words) {
        plane.on("GET", V1 + question, Said.ok(body));
        Ended people = run(words);
        assertEquals(ExitCode.OK, people.code(), people.err());
        assertEquals(expected, people.out());
        assertTrue(people.out().lines().allMatch(line -> line.length() <= 100), people.out());
        String[] json = java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.stream.Stream.of("-o",
                "json")).toArray(String[]::new);
        assertEquals(new Ended(ExitCode.OK, Json.write(body) + "\n", ""), run(json));
    }

    @Test
    void machines() {
        MachineList list = new MachineList(List.of(Bodies.summary(Bodies.ID, "held", Optional.of(new PlaceBody("prod",
                "worker-1", "policy workers")))), Optional.empty(), Optional.empty());
        String table = """
                ID          NODE      STAGE  SERIAL  PRODUCT  DISKS      LAST SEEN            REASON
                m-abcdefgh  worker-1  held   SN-abc  Acme R1  2, 1.9 TB  2026-03-01 08:01:30  waits for a person:
                                                                                              m-abcdefgh is a node
                                                                                              and is not armed:
                                                                                              nothing is written to
                                                                                              its disks.
                """;
        reads("machines?limit=500", list, table, "machines", "list");
        reads("machines?stage=held&cluster=prod&zone=a&q=S%201&person=true&sort=last-evidence&desc=true&limit=500", list,
                table, "machines", "list", "--stage", "held", "--cluster", "prod", "--zone", "a", "--text", "S 1",
                "--person", "--sort", "last-evidence", "--desc");
        reads("machines?stage=armed&limit=500", new MachineList(List.of(), Optional.empty(), Optional.empty()),
                "No machine is like that.\n", "machines", "list", "--stage", "armed");
    }

    @Test
    void allPagesAreRead() {
        MachineId second = new MachineId("m-bcdefghj");
        plane.on("GET", V1 + "machines?limit=500", Said.ok(new MachineList(List.of(Bodies.summary(Bodies.ID, "armed",
                Optional.empty())), Optional.of("c 1"), Optional.empty())));
        plane.on("GET", V1 + "machines?limit=500&cursor=c%201", Said.ok(new MachineList(List.of(Bodies.summary(second,
                "armed", Optional.empty())), Optional.empty(), Optional.empty())));
        assertTrue(run("machines", "list").out().contains(second.text()));
        Ended json = run("machines", "list", "-o", "json");
        assertEquals(Json.write(new MachineList(List.of(Bodies.summary(Bodies.ID, "armed", Optional.empty()),
                Bodies.summary(second, "armed", Optional.empty())), Optional.empty(), Optional.of(2L))) + "\n",
                json.out());
    }

    @Test
    void oneMachineThatIsNotThere() {
        plane.on("GET", V1 + "machines/x%2Fy", Said.problem(404, "No machine has that."));
        assertEquals(new Ended(ExitCode.NOT_FOUND, "", "ichor: No machine has that.\n"), run("machines", "show", "x/y"));
    }

    @Test
    void disksAndRoles() {
        reads("disks?q=S1&limit=500", new DiskList(List.of(new DiskEntry(Bodies.ID, "worker-1", Bodies.disk("S1"),
                "Acme P1", "nvme0n1", "nvme", List.of("Mayastor pool \"p\""), false, Optional.of("pool"), true)),
                Optional.empty()), """
                MACHINE     NODE      SERIAL  SIZE    MODEL    TYPE  ROLE        CARRIES
                m-abcdefgh  worker-1  S1      960 GB  Acme P1  nvme  pool, kept  Mayastor pool "p"
                """, "disks", "list", "--text", "S1");
        String roles = """
                Disks of m-abcdefgh, fingerprint abababababab

                SERIAL  SIZE    MODEL    ROLE    CARRIES        GIVEN UP
                S0      960 GB  Acme P1  system  blank          -
                S1      960 GB  Acme P1  -       ext4 with ?[x  -
                """;
        Object sheet = Bodies.sheet(Bodies.row("S0", "blank", Optional.of("system"), "system"), Bodies.row("S1",
                "ext4 with \u001b[x", Optional.empty(), "pool"));
        reads("machines/m-abcdefgh/disks", sheet, roles, "roles", "show", "m-abcdefgh");
        reads("machines/m-abcdefgh/disks", sheet, roles, "disks", "list", "--machine", "m-abcdefgh");
        reads("machines/m-abcdefgh/disks", sheet, """
                Disks of m-abcdefgh, fingerprint abababababab

                SERIAL  SIZE    MODEL    SUGGESTED  HAS     CARRIES
                S0      960 GB  Acme P1  system     system  blank
                S1      960 GB  Acme P1  pool       -       ext4 with ?[x

                S0: it is sound
                S1: it is sound
                S1: its contents make a person name it before it is written to
                TOO LITTLE: 2 GiB of memory, 4 GiB are needed
                """, "roles", "suggest", "m-abcdefgh");
    }

    @Test
    void declaredThings() throws Exception {
        reads("nodes?limit=500", new DeclaredList(List.of(Bodies.node("worker-1", "a", Optional.of(Ipv4.parse(
                "10.1.0.5")))), Optional.empty(), 1), """
                NAME      CLUSTER  TYPE    ZONE  MACHINE     ADDRESS   MADE BY         VERSION
                worker-1  prod     worker  a     m-abcdefgh  10.1.0.5  policy workers  3
                """, "nodes", "list");
        reads("clusters?limit=500", new DeclaredList(List.of(new DeclaredItem("cluster", "prod", 1, Optional.empty(),
                Optional.empty(), Optional.empty(), Map.of("endpoint", "https://10.1.0.1:6443", "talos", "v1.11.3",
                        "kubernetes", "v1.34.1"), "")), Optional.empty(), 1), """
                NAME  ENDPOINT               TALOS    KUBERNETES  VERSION
                prod  https://10.1.0.1:6443  v1.11.3  v1.34.1     1
                """, "clusters", "list");
        reads("policies?limit=500", new DeclaredList(List.of(), Optional.empty(), 0), "There is none.\n", "policies",
                "list");
        reads("nodes/worker-1", Bodies.node("worker-1", "a", Optional.empty()), "kind: Node\nname: worker-1\n", "nodes",
                "show", "worker-1");
    }

    @Test
    void policiesAgainstAMachine() {
        reads("machines/m-abcdefgh/policies", new PolicyTestList(List.of(new PolicyTest("big", true, true, 1, List.of(
                new PolicyTest.Condition("memory", "256 GiB", "512 GiB", true))), new PolicyTest("small", false, false,
                2, List.of(new PolicyTest.Condition("vendor", "Acme*", "Acme", true), new PolicyTest.Condition("cores",
                        "64", "32", false))), new PolicyTest("any", true, false, 0, List.of()))), """
                DECIDES   big, 1 condition
                               CONDITION  WANTED   THE MACHINE SHOWS
                          yes  memory     256 GiB  512 GiB
                no match  small, 2 conditions
                               CONDITION  WANTED  THE MACHINE SHOWS
                          yes  vendor     Acme*   Acme
                          NO   cores      64      32
                matches   any, for every machine
                """, "policies", "test", "m-abcdefgh");
    }

    @Test
    void arms() {
        reads("arms?machine=SN1&live=true&limit=500", new ArmList(List.of(Bodies.arm("wipe", Optional.of("spent"),
                Bodies.armed("S1", "ignore", "ext4", "erased", ""))), Optional.empty()), """
                ARM           MACHINE     FOR   BY    UNTIL                DISKS      STATE
                a-0123456789  m-abcdefgh  wipe  anna  2026-03-01 08:30:00  S1 erased  spent
                """, "arms", "list", "--machine", "SN1", "--live");
    }

    @Test
    void leases() throws Exception {
        reads("leases?limit=500", new LeaseList(List.of(new LeaseView(Ipv4.parse("10.1.0.5"), "client", Optional.of(
                new Mac(1)), "w1", "active", Bodies.NOW, Bodies.NOW.plusSeconds(60))), Optional.empty(), 1), """
                ADDRESS   MAC                NAME  STATE   SINCE                UNTIL
                10.1.0.5  00:00:00:00:00:01  w1    active  2026-03-01 08:00:00  2026-03-01 08:01:00
                """, "leases");
    }

    @Test
    void tokensAndWebhooksWithoutSecrets() {
        reads("tokens", new TokenList(List.of(new TokenView("t-0123456789", "anna", "admin", Bodies.NOW,
                Optional.of(Bodies.NOW), Optional.of(Bodies.NOW), Optional.empty()), new TokenView("t-abcdef0123", "bob",
                "viewer", Bodies.NOW, Optional.empty(), Optional.empty(), Optional.of(Bodies.NOW)))), """
                TOKEN         NAME  ROLE    MADE                 LAST USED            STATE
                t-0123456789  anna  admin   2026-03-01 08:00:00  2026-03-01 08:00:00  expired 2026-03-01 08:00:00
                t-abcdef0123  bob   viewer  2026-03-01 08:00:00  never                revoked 2026-03-01 08:00:00
                """, "tokens", "list");
        reads("webhooks", new WebhookList(List.of(new WebhookView("w-1", "https://hooks.example/x", List.of(),
                Bodies.NOW, 2, Optional.of("status 500")))), """
                WEBHOOK  URL                      EVENTS  WAITING  LATEST FAILURE
                w-1      https://hooks.example/x  all     2        status 500
                """, "webhooks", "list");
        reads("whoami", new Whoami("t-0123456789", "anna", "admin", "10.0.0.9"),
                "anna (t-0123456789), admin, asks from 10.0.0.9\n", "whoami");
    }

    @Test
    void audit() {
        AuditEntry entry = new AuditEntry(9, Bodies.NOW, new AuditEntry.Who("t-0123456789", "anna", "operator",
                "10.0.0.9"), "arm machine", "m-abcdefgh", "", "{\"id\":\"a-0123456789\"}");
        AuditList list = new AuditList(List.of(entry), Optional.empty());
        reads("audit?limit=100", list, """
                TIME                 WHO   FROM      WHAT         TO WHAT
                2026-03-01 08:00:00  anna  10.0.0.9  arm machine  m-abcdefgh
                """, "audit");
        reads("audit?object=m-abcdefgh&by=anna&limit=5", list, """
                2026-03-01 08:00:00  anna (operator, 10.0.0.9) arm machine m-abcdefgh
                  before: nothing
                  after:  {"id":"a-0123456789"}
                """, "audit", "--object", "m-abcdefgh", "--by", "anna", "--limit", "5", "--full");
        plane.on("GET", V1 + "audit?limit=200", Said.ok(new AuditList(List.of(entry), Optional.of("9"))));
        plane.on("GET", V1 + "audit?limit=200&cursor=9", Said.ok(list));
        assertEquals(3, run("audit", "--limit", "0").out().lines().count());
    }

    @Test
    void eventsGoOnWhereThePastEnded() {
        EventEntry one = new EventEntry(4, Bodies.ID, Bodies.NOW, "fingerprint", "was read");
        EventEntry other = new EventEntry(5, new MachineId("m-bcdefghj"), Bodies.NOW, "held", "is a clone");
        plane.on("GET", V1 + "events?limit=500&after=3", Said.ok(new EventList(List.of(one), 4)));
        assertEquals("     4  2026-03-01 08:00:00  m-abcdefgh  fingerprint          was read\n", run("events",
                "--after", "3").out());
        plane.on("GET", V1 + "machines/SN1", Said.ok(Bodies.detail(Bodies.ID, "armed")));
        plane.on("GET", V1 + "machines/m-abcdefgh/events?limit=500&after=0", Said.ok(new EventList(List.of(one), 4)));
        plane.on("GET", V1 + "events/stream", Said.text("text/event-stream", "id: 5\ndata: " + Json.write(other)
                + "\n\nid: 6\ndata: {\"what\":\"later\"}\n\nid: 7\ndata: " + Json.write(new EventEntry(7, Bodies.ID,
                        Bodies.NOW, "armed", "by anna")) + "\n\n"), Said.problem(403, "The token was revoked."));
        Ended ended = run("events", "SN1", "--follow", "-o", "json");
        assertEquals(ExitCode.NOT_ALLOWED, ended.code());
        assertEquals(List.of("4", "7"), ended.out().lines().map(line -> line.replaceAll(".*\"sequence\":([0-9]+).*",
                "$1")).toList());
        assertEquals("4", plane.asked().stream().filter(asked -> asked.path().endsWith("stream")).findFirst().orElseThrow()
                .headers().get("last-event-id"));
    }

    @Test
    void exitCodesOfWhatTheApplianceSays() {
        Map<Integer, Integer> codes = Map.of(400, ExitCode.FAILED, 401, ExitCode.NOT_ALLOWED, 403, ExitCode.NOT_ALLOWED,
                404, ExitCode.NOT_FOUND, 409, ExitCode.FAILED, 412, ExitCode.FAILED, 422, ExitCode.FAILED, 429,
                ExitCode.FAILED, 503, ExitCode.FAILED);
        codes.forEach((status, code) -> {
            plane.on("GET", V1 + "whoami", Said.problem(status, "It says no."));
            Ended ended = run("whoami");
            assertEquals(code, ended.code(), String.valueOf(status));
            assertTrue(ended.err().startsWith("ichor: It says no."), ended.err());
            assertEquals("", ended.out());
        });
    }

    @Test
    void whereTheApplianceIsAndWhoAsks() throws Exception {
        plane.on("GET", V1 + "whoami", Said.ok(new Whoami("t-1", "x", "viewer", "y")));
        String print = plane.certificate().fingerprintText();
        assertEquals(ExitCode.OK, run("whoami", "--fingerprint", print).code());
        assertEquals(ExitCode.OK, run("whoami", "--ca", home.resolve("admin/cert.pem").toString()).code());
        assertEquals(ExitCode.OK, run("whoami", "--url", "https://localhost:" + plane.port() + "/").code());
        assertEquals(ExitCode.NOT_ALLOWED, run("whoami", "--fingerprint", "00".repeat(32)).code());
        assertEquals(ExitCode.USAGE, run("whoami", "--fingerprint", "00").code());
        assertEquals(ExitCode.USAGE, run("whoami", "--url", "ftp://x").code());
        assertEquals(ExitCode.USAGE, run("whoami", "--url", "https://u:p@x/").code());
        assertEquals(ExitCode.USAGE, run("whoami", "--fingerprint", print, "--ca", "x").code());
        Path file = java.nio.file.Files.createDirectories(home.resolve(".config/ichor")).resolve("token");
        java.nio.file.Files.writeString(file, "ichor_from_file\n");
        java.nio.file.Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString(
                "rw-r--r--"));
        Ended open = Typed.byProgram(plane, home).run(Map.of("HOME", home.toString()), "whoami");
        assertEquals(ExitCode.NOT_ALLOWED, open.code());
        assertTrue(open.err().contains("chmod 600"), open.err());
        java.nio.file.Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString(
                "rw-------"));
        assertEquals(ExitCode.OK, Typed.byProgram(plane, home).run(Map.of("HOME", home.toString()), "whoami").code());
        assertEquals("Bearer ichor_from_file", plane.asked().getLast().headers().get("authorization"));
        assertFalse(plane.asked().getFirst().headers().containsKey("idempotency-key"));
    }
}
