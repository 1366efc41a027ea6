package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.NextStep;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.talos.render.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an armed machine's question to its configuration, and everything that gets nothing. */
@Timeout(60)
class InstallFlowTest {
    private static final Ipv4 ELSEWHERE = new Ipv4(0x0A000063);

    @TempDir
    Path folder;
    private Bench bench;
    private final Metal metal = Metal.blank(1);

    @BeforeEach
    void open() {
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void arm() {
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().arm(metal.id(bench), new Wish(
                Arm.Purpose.INSTALL, List.of(), metal.view(bench).machine().evidence().fingerprint(),
                Duration.ofMinutes(30), List.of()), Bench.ANN));
        metal.boot(bench);
    }

    private Script ask() {
        return bench.ask(metal.box, bench.freshBoot());
    }

    private static String ticket(Script script) {
        assertEquals("install", script.step().label(), script.text());
        return script.text().replaceAll("(?s).*/talos/(m-\\S+) .*", "$1");
    }

    private String ticket() {
        return ticket(ask());
    }

    private Installs installs() {
        return bench.provisioner.talos().installs();
    }

    private byte[] given(String ticket, Ipv4 from) {
        return assertInstanceOf(Installs.Answer.Configuration.class, installs().fetch(ticket, from)).bytes();
    }

    private void refused(String code, String ticket, Ipv4 from) {
        Installs.Answer.Nothing nothing = assertInstanceOf(Installs.Answer.Nothing.class,
                installs().fetch(ticket, from));
        assertEquals(code, nothing.code());
        Installs.Refusal refusal = installs().refusals(Optional.empty(), 1).getFirst();
        assertEquals(List.of(code, from), List.of(refusal.code(), refusal.from()));
        assertEquals(!code.equals("unknown"), refusal.machine().isPresent());
    }

    private Stage stage() {
        return metal.view(bench).machine().stage();
    }

    private void word(NodeWord word) {
        bench.word(metal.id(bench), word);
    }

    @Test
    void anArmedMachineGetsItsConfigurationOnceAndOnceMoreIfTheAnswerWasLost() {
        arm();
        String boot = bench.freshBoot();
        Script script = bench.ask(metal.box, boot);
        assertEquals(script.text(), bench.ask(metal.box, boot).text(), "asked twice");
        String ticket = ticket(script);
        assertInstanceOf(Installs.Answer.Configuration.class, installs().look(ticket, Bench.CLIENT));
        assertInstanceOf(Stage.Armed.class, stage(), "a look spends nothing");
        byte[] config = given(ticket, Bench.CLIENT);
        assertTrue(new String(config, StandardCharsets.UTF_8).contains(TalosKit.SECRET));
        assertInstanceOf(Stage.Installing.class, stage());
        bench.pass(Duration.ofSeconds(100));
        assertArrayEquals(config, given(ticket, Bench.CLIENT));
        refused("other-machine", ticket, ELSEWHERE);
        bench.pass(Duration.ofSeconds(21));
        refused("used", ticket, Bench.CLIENT);
        assertEquals(0, installs().refusals(Optional.of(metal.id(bench)), 10).stream()
                .filter(one -> one.text().contains(ticket)).count());
        assertInstanceOf(NextStep.BootDisk.class, ask().step());
    }

    @Test
    void theGraceEndsWithTheFirstWordOfTheNode() {
        arm();
        String ticket = ticket();
        given(ticket, Bench.CLIENT);
        word(new NodeWord.Step("writing", OptionalInt.of(3)));
        refused("used", ticket, Bench.CLIENT);
    }

    @Test
    void aLateTicketGivesNothing() {
        arm();
        String ticket = ticket();
        bench.pass(Duration.ofMinutes(11));
        refused("late", ticket, Bench.CLIENT);
        given(ticket(), Bench.CLIENT);
    }

    @Test
    void aTicketGivesNothingAfterTheArmIsTakenBackOrOver() {
        arm();
        String ticket = ticket();
        bench.provisioner.arming().disarm(metal.id(bench), Bench.ANN);
        refused("disarmed", ticket, Bench.CLIENT);
        arm();
        refused("disarmed", ticket, Bench.CLIENT);
        bench.pass(Duration.ofMinutes(25));
        String last = ticket();
        bench.pass(Duration.ofMinutes(6));
        refused("disarmed", last, Bench.CLIENT);
    }

    @Test
    void aTicketIsOfTheMachineAloneWhateverItsAddress() {
        arm();
        String ticket = ticket();
        bench.kit.neighbours.put(Bench.CLIENT, dev.ichor.machine.Samples.mac("52:54:00:99:99:99"));
        refused("other-machine", ticket, Bench.CLIENT);
        refused("other-machine", ticket, ELSEWHERE);
        bench.kit.neighbours.put(ELSEWHERE, metal.box.macs().getFirst());
        given(ticket, ELSEWHERE);
    }

    @Test
    void aTicketOfAnotherBootOrOfOneThatIsOverGivesNothing() {
        arm();
        String first = ticket();
        String second = ticket();
        given(second, Bench.CLIENT);
        refused("used", first, Bench.CLIENT);
    }

    @Test
    void aBootBeforeTheLatestEvidenceGetsNothing() {
        arm();
        String old = ticket();
        metal.boot(bench, bench.freshBoot());
        refused("disarmed", old, Bench.CLIENT);
        given(ticket(), Bench.CLIENT);
    }

    @Test
    void whatIsGuessedTamperedOrCutGivesNothing() {
        arm();
        String ticket = ticket();
        for (String bad : List.of("", "x", ticket.substring(1), ticket.substring(0, ticket.length() - 1),
                ticket.replaceFirst("a-.", "a-0"), ticket + "0", ticket.toUpperCase(java.util.Locale.ROOT),
                "../" + ticket)) {
            if (!bad.equals(ticket)) {
                refused("unknown", bad, Bench.CLIENT);
            }
        }
        assertInstanceOf(Stage.Armed.class, stage());
    }

    @Test
    void aChangedConfigurationIsNotTheOneOfTheTicket() {
        arm();
        String ticket = ticket();
        bench.kit.edition = "second";
        refused("changed", ticket, Bench.CLIENT);
        Node node = bench.database.reading(c -> new dev.ichor.store.DeclaredStore().world(c)).nodes().getFirst();
        Metal.declare(bench, new Node(node.name(), node.cluster(), NodeType.WORKER, "", Optional.empty(),
                Optional.empty(), Map.of("a", "b"), List.of()));
        String again = ticket();
        assertTrue(new String(given(again, Bench.CLIENT), StandardCharsets.UTF_8).contains("second"));
    }

    @Test
    void whatCannotBeInstalledNowWaitsAndSaysWhy() {
        metal.id(bench);
        bench.kit.secrets = false;
        arm();
        holds("no-secrets");
        bench.kit.secrets = true;
        bench.kit.locked = true;
        touch();
        holds("secrets-locked");
        bench.kit.locked = false;
        bench.kit.findings = List.of(Finding.warning("a", "odd", ""), Finding.error("nodes/x#/y", "is wrong", "mend"));
        touch();
        assertTrue(holds("config-refused").step().reason().text().contains("nodes/x#/y: is wrong"));
        bench.kit.findings = List.of(Finding.warning("a", "odd", ""));
        touch();
        String kernel = "talos/v1.11.3/default/vmlinuz-amd64";
        bench.kit.missing.add(kernel);
        assertTrue(holds("no-talos-assets").step().reason().text().contains(kernel));
        bench.kit.missing.clear();
        given(ticket(), Bench.CLIENT);
    }

    /** The world changes, so that what was remembered is made anew. */
    private void touch() {
        Metal.declare(bench, Metal.policy(false));
    }

    private Script holds(String code) {
        Stage before = stage();
        Script script = ask();
        assertEquals("hold " + code, script.step().label() + " " + script.step().reason().code());
        assertEquals(code, metal.view(bench).row().reason().code());
        assertEquals(before, stage(), "asking changes nothing");
        return script;
    }

    @Test
    void anErrorBetweenScriptAndFetchGivesNothing() {
        arm();
        String ticket = ticket();
        bench.kit.findings = List.of(Finding.error("x", "is wrong", ""));
        refused("not-valid", ticket, Bench.CLIENT);
        bench.kit.findings = List.of();
        bench.kit.secrets = false;
        refused("locked", ticket, Bench.CLIENT);
        bench.kit.secrets = true;
        given(ticket, Bench.CLIENT);
    }

    @Test
    void aQuestionCostsNoRenderingIfNothingChanged() {
        arm();
        ask();
        int before = bench.kit.renderings.get();
        for (int i = 0; i < 20; i++) {
            ask();
            metal.view(bench);
        }
        assertEquals(before, bench.kit.renderings.get());
    }

    @Test
    void aFailedInstallationIsTriedThreeTimesAndNotWithoutItsWord() {
        arm();
        for (int tries = 1; tries <= 3; tries++) {
            String ticket = ticket();
            given(ticket, Bench.CLIENT);
            word(new NodeWord.Step("writing", OptionalInt.of(3)));
            word(new NodeWord.Failed("no space"));
            refused("used", ticket, Bench.CLIENT);
            assertEquals(tries, ((Stage.Installing) stage()).progress().tries());
        }
        assertEquals("install-failed", ask().step().reason().code());
        metal.boot(bench);
        assertInstanceOf(Stage.Assigned.class, stage());
        assertEquals("install-failed", metal.view(bench).row().reason().code());
    }

    @Test
    void aFailureThatIsSaidAfterARestartIsNotOneOfTheInstallation() {
        arm();
        given(ticket(), Bench.CLIENT);
        assertInstanceOf(NextStep.BootDisk.class, ask().step());
        bench.settleSightings();
        word(new NodeWord.Failed("etcd did not start"));
        assertInstanceOf(NextStep.BootDisk.class, ask().step(), "law 6");
        word(new NodeWord.Runs("it said so"));
        assertInstanceOf(Stage.Installed.class, stage());
    }

    @Test
    void aRetryEndsWithTheArmsTime() {
        arm();
        given(ticket(), Bench.CLIENT);
        word(new NodeWord.Failed("no space"));
        String again = ticket();
        bench.pass(Duration.ofMinutes(40));
        refused("late", again, Bench.CLIENT);
        assertEquals("hold install-failed", label(ask()));
    }

    private static String label(Script script) {
        return script.step().label() + " " + script.step().reason().code();
    }

    @Test
    void noTicketAndNoConfigurationStandsInTheDatabase() throws Exception {
        arm();
        String ticket = ticket();
        given(ticket, Bench.CLIENT);
        given(ticket, Bench.CLIENT);
        refused("other-machine", ticket, ELSEWHERE);
        bench.settleSightings();
        assertFalse(bench.holds(ticket), "a ticket is stored");
        assertFalse(bench.holds(TalosKit.SECRET), "a configuration is stored in clear");
        assertTrue(bench.holds("ticket"), "the scan finds what is there");
        Installs.Preview preview = ((Outcome.Done<Installs.Preview>) installs().preview(metal.id(bench))).value();
        assertTrue(preview.last().orElseThrow().text().contains(TalosKit.SECRET), "its owner can read it again");
        assertFalse(preview.toString().contains(TalosKit.SECRET), "and it does not print itself");
    }

    @Test
    void whatWasHandedOutIsKnownAfterARestart() {
        arm();
        String ticket = ticket();
        byte[] config = given(ticket, Bench.CLIENT);
        bench.close();
        java.time.Instant now = bench.now.get();
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        bench.now.set(now.plusSeconds(30));
        assertInstanceOf(Stage.Installing.class, stage());
        assertArrayEquals(config, given(ticket, Bench.CLIENT));
    }
}
