package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.BootMethodList;
import dev.ichor.server.admin.api.BootMethodView;
import dev.ichor.server.admin.api.ConfigDiff;
import dev.ichor.server.admin.api.ConfigView;
import dev.ichor.server.admin.api.FindingList;
import dev.ichor.server.admin.api.FindingView;
import dev.ichor.server.admin.api.NodeLineList;
import dev.ichor.server.admin.api.PushAnswer;
import dev.ichor.server.admin.api.RefusalList;
import dev.ichor.server.admin.api.SchematicView;
import dev.ichor.server.admin.api.ServedView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands between an armed machine and a node that runs: their questions, and what people and programs read. */
@Timeout(120)
class InstallingCommandsTest {
    private static final String V1 = "/api/v1/";
    private static final String ONE = V1 + "machines/m-abcdefgh";
    private static final FindingView WARNING = new FindingView("warning", "v1alpha1#/machine/network", "eth0 has no "
            + "link", "Plug it in");
    private static final FindingView ERROR = new FindingView("error", "clusters/prod#/talos", "no configuration can be "
            + "made for Talos v1.9.0, \u001b[31mwhich is older than anything that this appliance knows how to install",
            "Use a version from 1.10 to 1.14");

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

    private static ConfigView config(boolean clear, FindingView... findings) {
        return new ConfigView(Bodies.ID, "prod", "worker-1", "version: v1alpha1\nmachine:\n    token: "
                + (clear ? "abc.def" : "(secret)") + "\n", clear, Bodies.PRINT, true, "", "ghcr.io/siderolabs/"
                + "installer:v1.13.9", List.of(findings), Optional.empty());
    }

    @Test
    void aConfigurationIsTextForOtherTools() {
        plane.on("GET", ONE + "/config", Said.ok(config(false, WARNING)));
        assertEquals(new Ended(ExitCode.OK, "version: v1alpha1\nmachine:\n    token: (secret)\n",
                "WARNING  v1alpha1#/machine/network: eth0 has no link. Plug it in.\n"),
                run("config", "show", "m-abcdefgh"));
        plane.on("GET", ONE + "/config?clear=true", Said.ok(config(true)));
        assertEquals(new Ended(ExitCode.OK, "version: v1alpha1\nmachine:\n    token: abc.def\n", ""),
                run("config", "show", "m-abcdefgh", "--clear"));
        assertEquals(Json.write(config(true)) + "\n", run("config", "show", "m-abcdefgh", "--clear", "-o", "json")
                .out());
        plane.on("GET", ONE + "/config", Said.problem(409, "m-abcdefgh is no node. Assign it first."));
        assertEquals(new Ended(ExitCode.FAILED, "", "ichor: m-abcdefgh is no node. Assign it first.\n"),
                run("config", "show", "m-abcdefgh"));
    }

    @Test
    void differences() {
        Optional<ServedView> last = Optional.of(new ServedView(Bodies.PRINT, Bodies.NOW, "a-0123456789", "ticket"));
        plane.on("GET", ONE + "/config/diff", Said.ok(new ConfigDiff(Bodies.ID, last, Bodies.PRINT, false, List.of(
                new ConfigDiff.Line("v1alpha1#/machine/network/hostname", Optional.of("w1"), Optional.of("w2")),
                new ConfigDiff.Line("LinkConfig/st\u001b0#", Optional.empty(), Optional.of("{mtu: 9000}"))))),
                Said.ok(new ConfigDiff(Bodies.ID, last, Bodies.PRINT, true, List.of())),
                Said.ok(new ConfigDiff(Bodies.ID, last, Bodies.PRINT, false, List.of())),
                Said.ok(new ConfigDiff(Bodies.ID, Optional.empty(), Bodies.PRINT, false, List.of())));
        String was = "It got its last one at 2026-03-01 08:00:00 UTC by ticket (abababababab).";
        assertEquals(was + "\n" + """

                v1alpha1#/machine/network/hostname
                  - w1
                  + w2

                LinkConfig/st?0#
                  + {mtu: 9000}
                """, run("config", "diff", "m-abcdefgh").out());
        assertEquals(was + " It would get the same now.\n", run("config", "diff", "m-abcdefgh").out());
        assertEquals(was + " Only secrets differ now.\n", run("config", "diff", "m-abcdefgh").out());
        assertTrue(run("config", "diff", "m-abcdefgh").out().startsWith("It never got one."));
    }

    @Test
    void aCheckFailsWhenNothingCanBeServed() {
        plane.on("GET", ONE + "/config/findings", Said.ok(new FindingList(Bodies.ID, false, List.of(ERROR, WARNING),
                Optional.empty())), Said.ok(new FindingList(Bodies.ID, true, List.of(), Optional.empty())));
        assertEquals(new Ended(ExitCode.FAILED, """
                ERROR    clusters/prod#/talos: no configuration can be made for Talos v1.9.0, ?[31mwhich is older
                         than anything that this appliance knows how to install. Use a version from 1.10 to 1.14.
                WARNING  v1alpha1#/machine/network: eth0 has no link. Plug it in.
                It cannot be served.
                """, ""), run("config", "check", "m-abcdefgh"));
        assertEquals(new Ended(ExitCode.OK, "Nothing is wrong with it.\nIt can be served.\n", ""),
                run("config", "check", "m-abcdefgh"));
        plane.on("GET", ONE + "/config/findings?talosctl=true", Said.ok(new FindingList(Bodies.ID, true, List.of(),
                Optional.of(new FindingList.Talosctl(true, false, "1 error occurred:\n\t* unknown keys")))));
        assertEquals(new Ended(ExitCode.FAILED, """
                Nothing is wrong with it.
                talosctl refuses it:
                  1 error occurred:
                  ?* unknown keys
                It can be served.
                """, ""), run("config", "check", "m-abcdefgh", "--talosctl"));
    }

    private static NodeLineList lines(long from, long to) {
        return new NodeLineList(java.util.stream.LongStream.rangeClosed(from, to).mapToObj(number ->
                new NodeLineList.Line(number, Bodies.NOW.plusSeconds(number), number % 2 == 0 ? "kernel" : "event",
                        "info", "line " + number + " \u001b[31m")).toList(), to);
    }

    @Test
    void aNodesLog() {
        plane.on("GET", ONE + "/log?limit=2", Said.ok(lines(1, 2)));
        assertEquals("""
                2026-03-01 08:00:01  event   info     line 1 ?[31m
                2026-03-01 08:00:02  kernel  info     line 2 ?[31m
                """, run("log", "m-abcdefgh", "-n", "2").out());
        assertEquals(Json.write(lines(1, 2).items().getFirst()), run("log", "m-abcdefgh", "-n", "2", "-o", "json").out()
                .lines().findFirst().orElseThrow());
        plane.on("GET", ONE + "/log?limit=100", Said.ok(new NodeLineList(List.of(), 0)));
        assertEquals("Its node has said nothing yet.\n", run("log", "m-abcdefgh").out());
    }

    @Test
    void aLogIsFollowed() {
        plane.on("GET", V1 + "machines/SN1", Said.ok(Bodies.detail(Bodies.ID, "installing")));
        plane.on("GET", ONE + "/log?limit=1", Said.ok(lines(1, 1)));
        plane.on("GET", ONE + "/log?after=1&limit=500", Said.ok(lines(2, 501)));
        plane.on("GET", ONE + "/log?after=501&limit=500", Said.problem(404, "It was forgotten."));
        Ended ended = run("log", "SN1", "-f", "-n", "1");
        assertEquals(501, ended.out().lines().count());
        assertEquals(ExitCode.NOT_FOUND, ended.code());
    }

    @Test
    void refusals() throws Exception {
        RefusalList list = new RefusalList(List.of(new RefusalList.Entry(Bodies.NOW, Optional.of(Bodies.ID),
                Ipv4.parse("10.0.0.9"), "late", "its time was over"), new RefusalList.Entry(Bodies.NOW,
                Optional.empty(), Ipv4.parse("10.0.0.8"), "unknown", "no ticket of this appliance")));
        plane.on("GET", V1 + "refusals?limit=500", Said.ok(list));
        plane.on("GET", ONE + "/refusals?limit=500", Said.ok(new RefusalList(List.of())));
        assertEquals("""
                AT                   MACHINE     FROM      CODE     WHY
                2026-03-01 08:00:00  m-abcdefgh  10.0.0.9  late     its time was over
                2026-03-01 08:00:00  -           10.0.0.8  unknown  no ticket of this appliance
                """, run("refusals").out());
        assertEquals("No ticket was refused.\n", run("refusals", "m-abcdefgh").out());
        assertEquals(Json.write(list) + "\n", run("refusals", "-o", "json").out());
    }

    @Test
    void bootMethods() {
        BootMethodView site = new BootMethodView("site", "", "uefi", "exit-failed", "anna", Bodies.NOW);
        BootMethodView learned = new BootMethodView("class", "Acme/R1", "bios", "each-drive", "learned", Bodies.NOW);
        plane.on("GET", V1 + "boot-methods", Said.ok(new BootMethodList(List.of(), List.of())));
        assertEquals("Nothing is set or learned: machines boot their disk by the default of their firmware.\n",
                run("boot-methods").out());
        plane.on("GET", V1 + "boot-methods?machine=SN%201", Said.ok(new BootMethodList(List.of(site, learned), List.of(
                new BootMethodList.Choice("bios", "each-drive", "learned for Acme/R1")))));
        assertEquals("""
                FOR       FIRMWARE  METHOD       BY       SINCE
                the site  uefi      exit-failed  anna     2026-03-01 08:00:00
                Acme/R1   bios      each-drive   learned  2026-03-01 08:00:00

                Under BIOS it would be told each-drive: learned for Acme/R1.
                """, run("boot-methods", "--of", "SN 1").out());
        plane.on("PUT", V1 + "boot-methods", Said.ok(learned));
        assertEquals("Under BIOS, Acme/R1 is told each-drive from now on.\n", run("boot-methods", "set", "each-drive",
                "--firmware", "bios", "--class", "Acme/R1").out());
        assertEquals("{\"scope\":\"class\",\"key\":\"Acme/R1\",\"firmware\":\"bios\",\"method\":\"each-drive\"}",
                plane.changes().getLast().body());
        plane.on("DELETE", V1 + "boot-methods?scope=site&firmware=uefi", Said.ok(site));
        assertEquals(new Ended(ExitCode.OK, "Forgotten.\n", ""), run("boot-methods", "forget", "--firmware", "uefi",
                "--site"));
        assertEquals(ExitCode.USAGE, run("boot-methods", "set", "exit", "--firmware", "bios").code());
        assertEquals(ExitCode.USAGE, run("boot-methods", "set", "exit", "--firmware", "bios", "--site", "--class",
                "a/b").code());
    }

    @Test
    void aPushIsAskedForAndADryRunIsNot() {
        plane.on("POST", ONE + "/push", Said.ok(new PushAnswer(Bodies.ID, true, "v1.13.9", List.of("x is deprecated"))),
                Said.ok(new PushAnswer(Bodies.ID, false, "", List.of())));
        assertEquals(new Ended(ExitCode.OK, "The node warns: x is deprecated\nThe node (Talos v1.13.9) would take it. "
                + "Nothing was changed.\n", ""), run("push", "m-abcdefgh", "10.0.0.9", "--dry-run"));
        assertEquals("{\"address\":\"10.0.0.9\",\"dryRun\":true}", plane.changes().getLast().body());
        Typed person = Typed.byPerson(plane, home, "yes");
        assertEquals("The node took it and installs itself. `ichor log m-abcdefgh -f` follows.\n",
                person.run("push", "m-abcdefgh", "10.0.0.9").out());
        assertEquals(1, person.questions().size());
        int changes = plane.changes().size();
        assertEquals(ExitCode.FAILED, Typed.byPerson(plane, home, "no").run("push", "m-abcdefgh", "10.0.0.9").code());
        assertEquals(ExitCode.USAGE, run("push", "m-abcdefgh", "10.0.0").code());
        assertEquals(changes, plane.changes().size());
    }

    @Test
    void schematics() {
        String id = "cd".repeat(32);
        plane.on("GET", ONE + "/schematic", Said.ok(new SchematicView(Bodies.ID, id, "customization:\n    "
                + "extraKernelArgs:\n        - isolcpus=2\n", "factory.talos.dev/metal-installer/x:v1.13.9", List.of(
                new SchematicView.File("talos/v1.13.9/" + id + "/vmlinuz-amd64", false)))),
                Said.ok(new SchematicView(Bodies.ID, "", "", "ghcr.io/siderolabs/installer:v1.13.9", List.of())));
        String yaml = "customization:\n    extraKernelArgs:\n        - isolcpus=2\n";
        assertEquals("Schematic  " + id + "\nInstaller  factory.talos.dev/metal-installer/x:v1.13.9\nAsset      talos/"
                + "v1.13.9/" + id + "/vmlinuz-amd64 (missing)\n\n" + yaml, run("schematic", "m-abcdefgh").out());
        assertEquals("Schematic  none: the plain release fits\nInstaller  ghcr.io/siderolabs/installer:v1.13.9\n",
                run("schematic", "m-abcdefgh").out());
        assertEquals("", run("schematic", "m-abcdefgh", "-o", "yaml").out());
    }
}
