package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import dev.ichor.server.admin.api.MachineDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * Machines go from bare metal to their own installed disk without a keystroke, and boot it from then on. What they
 * install is the stand-in for Talos, a test fixture. Step by step in one rack.
 */
@Tag("rack")
@Isolated("its machines need all cores")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FromBareToInstalledTest {
    private static final Duration INSTALLED = Duration.ofSeconds(600);
    private static final Duration BOOT = Duration.ofSeconds(300);
    private static final Pattern TICKET = Pattern.compile("talos\\.config=\\S+/talos/([0-9a-z.-]+)");
    private static final String RUNS = "talos-standin: (cp|worker)-\\d runs from the installed disk";
    private static final String FETCHES = "fetching machine config";

    private InstallRack rack;
    private HandoffLook handoff;
    private Site site;
    private Client rogue;
    private String stolen;
    private int step;

    @BeforeAll
    void open() {
        rack = InstallRack.open();
        site = rack.site();
        rogue = site.client("rogue", "10.77.0.66/24");
        handoff = new HandoffLook(site);
    }

    @AfterAll
    void close() {
        if (rack != null) {
            rack.close();
        }
    }

    /** A machine is switched off on its way into the boot that shall install; a rogue host then asks in its name. */
    @Test
    @Order(1)
    void aTicketIsOfNoUseToAnotherMachine() {
        begin(1);
        rack.machines().forEach(VirtualMachine::powerOn);
        VirtualMachine victim = rack.machine("left");
        victim.awaitConsole("(?s)Ichor: this is .*Ichor: this is ", INSTALLED);
        victim.powerOff();
        assertEquals("armed", site.machine(victim).machine().stage());
        assertTrue(handoff.gates().containsValue("red"), "nothing is handed over before the nodes stand");
        try {
            abuse(victim);
        } finally {
            // The others go on, whatever became of this.
            victim.powerOn();
            step = 1;
        }
    }

    private void abuse(VirtualMachine victim) {
        Matcher boot = Pattern.compile("set boot ([0-9a-f]{16})").matcher(rogue.get(Site.BOOT + "/boot/init.ipxe")
                .text());
        assertTrue(boot.find());
        String script = askInTheNameOf(victim, boot.group(1));
        Matcher ticket = TICKET.matcher(script);
        assertTrue(ticket.find(), script);
        stolen = ticket.group(1);
        assertTrue(askInTheNameOf(victim, boot.group(1)).contains(stolen), "asked again, the answer is the same");
        assertNothing(stolen);
        String guessed = stolen.substring(0, stolen.length() - 1) + (stolen.endsWith("a") ? "b" : "a");
        assertNothing(guessed);
        assertNothing("0");
        assertEquals("armed", site.machine(victim).machine().stage(), "asking is not acting");
    }

    @Test
    @Order(2)
    void bareMachinesBecomeNodesWithoutAKeystroke() {
        begin(2);
        for (VirtualMachine machine : rack.machines()) {
            MachineDetail done = site.await(machine, "installed", INSTALLED, detail -> detail.machine().stage()
                    .equals("installed"));
            assertFalse(done.machine().person(), done.toString());
            String node = done.machine().place().orElseThrow().node();
            assertTrue(machine == rack.machine("head") ? node.equals("cp-1") : node.startsWith("worker-"), node);
            machine.awaitConsole("talos-standin: " + node + " runs from the installed disk", BOOT);
            String console = machine.console().text();
            assertTrue(Pattern.compile("installing Talos to disk \\S+ \\(serial " + InstallRack.system(machine) + "\\)")
                    .matcher(console).find(), "the armed disk is taken");
            assertEquals(1, count(console, FETCHES), "the configuration is fetched once");
            List<String> kinds = kinds(machine);
            assertEquals(1, kinds.stream().filter("install-started"::equals).count(), kinds.toString());
            assertTrue(kinds.indexOf("fingerprint") < kinds.indexOf("armed")
                    && kinds.indexOf("armed") < kinds.indexOf("install-started")
                    && kinds.indexOf("install-started") < kinds.indexOf("installed"), kinds.toString());
        }
        rack.machines().forEach(VirtualMachine::powerOff);
        rack.machines().forEach(machine -> InstallRack.assertInstalled(machine.disk(InstallRack.system(machine))));
        rack.assertUntouchedBut(rack.machines().stream().map(InstallRack::system).toList());
        step = 2;
    }

    /** Law 6. */
    @Test
    @Order(3)
    void switchedOnAgainEachBootsItsOwnDiskAndNoByteChanges() {
        begin(3);
        rack.machines().forEach(rack::remember);
        Map<VirtualMachine, Long> before = new LinkedHashMap<>();
        rack.machines().forEach(machine -> before.put(machine, machine.console().position()));
        rack.machines().forEach(VirtualMachine::powerOn);
        before.forEach((machine, from) -> {
            machine.awaitConsole(RUNS, from, BOOT);
            String console = machine.console().textFrom(from);
            assertTrue(console.contains("Ichor:"), "the network came first");
            assertEquals(0, count(console, FETCHES), "nothing is fetched again");
            assertEquals("installed", site.machine(machine).machine().stage());
        });
        rack.machines().forEach(VirtualMachine::powerOff);
        rack.assertUntouchedBut(List.of());
        step = 3;
    }

    @Test
    @Order(4)
    void aTicketThatDidItsWorkIsDeadAndEveryRefusalIsRecorded() {
        begin(4);
        assertNothing(stolen);
        JsonNode refusals = site.admin().get("/api/v1/refusals").path("items");
        assertTrue(refusals.size() >= 4, refusals.toString());
        assertTrue(refusals.valueStream().allMatch(one -> one.path("from").asString("").equals("10.77.0.66")),
                refusals.toString());
        assertTrue(refusals.valueStream().anyMatch(one -> one.path("code").asString("").equals("other-machine")),
                refusals.toString());
        assertFalse(refusals.toString().contains(stolen), "a ticket is shown nowhere");
        step = 4;
    }

    @Test
    @Order(5)
    void theGatesOfTheHandoffTurnGreenAndTheBundleNamesThePoolDisksOnly() {
        begin(5);
        handoff.assertReady();
        handoff.assertPools(rack.machines().stream().map(InstallRack::pool).toList(), rack.machines().stream()
                .flatMap(machine -> machine.spec().disks().stream().map(MachineSpec.Disk::serial)).toList());
        handoff.take();
        step = 5;
    }

    @Test
    @Order(6)
    void aFourthNodeChangesThePlanAsPredicted() {
        begin(6);
        HandoffLook.Size predicted = handoff.grown();
        VirtualMachine fourth = rack.fourth();
        fourth.powerOn();
        MachineDetail placed = site.await(fourth, "a node", INSTALLED, detail -> detail.machine().place().isPresent());
        fourth.powerOff();
        String node = placed.machine().place().orElseThrow().node();
        assertEquals(predicted, handoff.size());
        assertEquals(4, handoff.pools().size());
        assertTrue(handoff.pools().get(InstallRack.pool(fourth)).contains(InstallRack.pool(fourth)));
        assertEquals("red", handoff.gates().get("nodes-installed"), "the new node does not stand yet");
        assertTrue(handoff.news().stream().anyMatch(news -> news.contains(node)), handoff.news().toString());
        rack.assertUntouchedBut(List.of());
        step = 6;
    }

    @Test
    @Order(7)
    void noSecretIsInClearAnywhere() {
        begin(7);
        String file = site.admin().ask("POST", "/api/v1/clusters/rack/secrets/export", "{}", "Idempotency-Key",
                "export-1").json().path("text").asString("");
        SecretScan scan = new SecretScan(file);
        List<String> found = new ArrayList<>(scan.in("the appliance's output", site.log()));
        for (String path : paths()) {
            found.addAll(scan.in("GET " + path, site.admin().ask("GET", path, "").text()));
        }
        for (VirtualMachine machine : rack.machines()) {
            String key = Site.mac(machine);
            for (String path : List.of("", "/events", "/fingerprints", "/config", "/config/diff", "/config/findings",
                    "/log", "/refusals", "/schematic", "/disks")) {
                found.addAll(scan.in("GET " + path, site.admin().ask("GET", "/api/v1/machines/" + key + path, "")
                        .text()));
            }
        }
        // Consoles, the database and all else that the appliance wrote; a node's own disk is the node's.
        found.addAll(scan.below(site.rack().folder(), List.of(".raw", ".fd")));
        site.appliance().stop();
        found.addAll(scan.below(site.state(), List.of()));
        assertEquals(List.of(), found);
        step = 7;
    }

    private static List<String> paths() {
        return List.of("/api/v1/machines", "/api/v1/events", "/api/v1/audit", "/api/v1/arms", "/api/v1/disks",
                "/api/v1/leases", "/api/v1/assets", "/api/v1/refusals", "/api/v1/clusters", "/api/v1/clusters/rack",
                "/api/v1/clusters/rack/secrets", "/api/v1/clusters/rack/minted", "/api/v1/boot-methods",
                "/api/v1/tokens", "/metrics", "/api/v1/flights", HandoffLook.PATH + "plan", HandoffLook.PATH + "gates",
                HandoffLook.PATH + "bundle?texts=true", HandoffLook.PATH + "diff", HandoffLook.PATH + "timeline");
    }

    /** What iPXE of that machine would be told, had it been asked from the rogue host. */
    private String askInTheNameOf(VirtualMachine machine, String boot) {
        return rogue.get(Site.BOOT + "/boot/next.ipxe?boot=" + boot + "&mac=" + Site.mac(machine) + "&uuid="
                + machine.spec().smbios().uuid() + "&serial=" + machine.spec().smbios().serial()
                + "&asset=&manufacturer=Ichor%20Test&product=Model%2072&arch=i386&platform=pcbios&version=1.0").text();
    }

    private void assertNothing(String ticket) {
        Client.Answer answer = rogue.get(Site.BOOT + "/talos/" + ticket);
        assertEquals(404, answer.status());
        assertTrue(answer.body().length < 200, answer.text());
    }

    /** What did not come to its end leaves nothing to go on with. */
    private void begin(int next) {
        assertEquals(next - 1, step, "an earlier step failed");
    }

    private static int count(String text, String what) {
        return text.split(Pattern.quote(what), -1).length - 1;
    }

    /** The kinds of the machine's events, in their order. */
    private List<String> kinds(VirtualMachine machine) {
        List<String> kinds = new ArrayList<>();
        site.admin().get("/api/v1/machines/" + Site.mac(machine) + "/events").path("items")
                .forEach(event -> kinds.add(event.path("kind").asString("")));
        return kinds;
    }
}
