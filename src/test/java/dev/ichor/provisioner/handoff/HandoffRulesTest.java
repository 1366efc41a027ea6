package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.handoff.HandoffDesk.Step;
import dev.ichor.vault.SomeSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The desk's own rules: who passes the gates, which proofs hold, what is kept of words. */
@Timeout(30)
class HandoffRulesTest {
    private static final List<Problem> FINE = List.of();

    private static Gate gate(String name, State state) {
        return new Gate(name, state, "seen", state == State.GREEN ? "" : "Mend it");
    }

    private static String passed(List<Problem> errors, List<String> named, Gate... gates) {
        return switch (GateRule.passed(List.of(gates), errors, named)) {
            case Outcome.Done<List<String>>(List<String> names) -> "passed " + names;
            case Outcome.Refused<List<String>> refused -> refused.why() + " " + refused.problems().stream()
                    .map(Problem::where).collect(Collectors.joining(","));
        };
    }

    @Test
    void redStopsAlwaysUnknownStopsUnlessItIsNamed() {
        Gate green = gate("plan", State.GREEN);
        Gate red = gate("cores", State.RED);
        Gate unknown = gate("jumbo", State.UNKNOWN);
        Gate other = gate("label", State.UNKNOWN);
        assertEquals("passed []", passed(FINE, List.of(), green));
        assertEquals("CONFLICT jumbo,label", passed(FINE, List.of(), green, unknown, other));
        assertEquals("CONFLICT label", passed(FINE, List.of("jumbo"), green, unknown, other));
        assertEquals("passed [label, jumbo]", passed(FINE, List.of("label", "jumbo", "label"), unknown, other, green));
        assertEquals("passed []", passed(FINE, List.of("plan"), green), "what is green needs no passing");
        assertEquals("CONFLICT cores", passed(FINE, List.of("cores"), red, green));
        assertEquals("CONFLICT cores,jumbo", passed(FINE, List.of("cores"), red, unknown));
        assertEquals("INVALID /overrides/1,cores,jumbo", passed(FINE, List.of("cores", "Jumbo"), red, unknown));
        assertEquals("INVALID /overrides/0", passed(FINE, List.of(""), green));
        List<Problem> errors = List.of(new Problem("worker-1/SER", "gone", ""));
        assertEquals("CONFLICT worker-1/SER,cores", passed(errors, List.of(), gate("plan", State.RED), red));
        assertEquals("CONFLICT worker-1/SER", passed(errors, List.of(), green), "no bundle, no run");
        assertEquals("CONFLICT plan", passed(FINE, List.of(), gate("plan", State.RED)));
    }

    @Test
    void theWayPastAnUnknownGateIsTold() {
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class,
                GateRule.passed(List.of(gate("jumbo", State.UNKNOWN)), FINE, List.of()));
        assertEquals(List.of(new Problem("jumbo", "the gate is unknown: seen",
                "Mend it; or let it pass by its name: '--allow jumbo'")), refused.problems());
    }

    @Test
    void subjectsAreNodesAndPoolDisksOfTheCluster() {
        Site site = Sites.three();
        var plan = Sites.plan();
        String serial = Sites.poolSerial(1, 0);
        Map<String, Boolean> cases = Map.ofEntries(Map.entry("ready worker-1", true),
                Map.entry("ready control-1", true), Map.entry("kubernetes worker-2", true),
                Map.entry("ready worker-9", false), Map.entry("hugepages worker-1/x", false),
                Map.entry("label ", false), Map.entry("jumbo worker-1 to worker-2", true),
                Map.entry("jumbo worker-1 to worker-1", false), Map.entry("jumbo worker-1", false),
                Map.entry("jumbo worker-1 to worker-2 to worker-3", false), Map.entry("jumbo a to worker-2", false),
                Map.entry("disk worker-1/" + serial, true), Map.entry("disk worker-2/" + serial, false),
                Map.entry("disk worker-1", false), Map.entry("disk worker-1/", false),
                Map.entry("disk worker-1/" + Sites.systemSerial("worker-1"), false),
                Map.entry("ready worker-1 to worker-2", false));
        cases.forEach((text, right) -> {
            String[] parts = text.split(" ", 2);
            assertEquals(right, Subject.trouble(new Proof(parts[0], parts[1], true, "", Sites.NOW), site, plan)
                    .isEmpty(), text);
        });
    }

    @Test
    void aProofHoldsUntilItsNodeIsInstalledAnew() {
        Site site = Sites.three();
        Instant installed = Sites.node(site, "worker-1").machine().flatMap(Hardware::installed).orElseThrow();
        Proof then = new Proof("jumbo", "worker-1 to worker-2", true, "", installed);
        Proof before = new Proof("jumbo", "worker-2 to worker-1", true, "", installed.minusMillis(1));
        Proof stranger = new Proof("ready", "worker-9", true, "", Sites.NOW);
        List<Proof> all = List.of(then, before, stranger);
        assertEquals(List.of(then), ValidProofs.of(all, site.nodes()));
        assertEquals(List.of(), ValidProofs.of(all, Sites.withoutMachine(site, "worker-2").nodes()));
        Site waiting = Sites.withHardware(site, "worker-1", old -> new Hardware(old.id(), "assigned",
                Optional.empty(), old.heard(), old.obstacles(), old.fingerprint(), old.seen(), old.claims(),
                old.served()));
        assertEquals(List.of(), ValidProofs.of(all, waiting.nodes()));
    }

    @Test
    void secretsAreTakenOutOfWords() {
        Hush hush = Hush.of(SomeSecrets.BUNDLE.secretTexts());
        String bootstrap = "abcdef.0123456789abcdef";
        String bearer = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl";
        String key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA\n-----END EC PRIVATE KEY-----";
        String named = "client-key-data: TFMwdExTMUNS; password=hunter22hunter, \"token\": \"0123456789\"";
        String told = hush.text("a\u001b[31m " + String.join(" ", SomeSecrets.BUNDLE.secretTexts()) + " " + bootstrap
                + "\nAuthorization: Bearer " + bearer + "\n" + key + "\n" + named + "\nthe end", 100_000);
        for (String secret : List.of(bootstrap, bearer, "MHcCAQEEIA", "TFMwdExTMUNS", "hunter22", "0123456789",
                SomeSecrets.BUNDLE.clusterSecret(), "\u001b")) {
            assertFalse(told.contains(secret), secret);
        }
        assertTrue(told.endsWith("\nthe end") && told.startsWith("a [31m "), told);
        assertEquals("four\tfive\nsix", hush.text(" four\tfive\nsix\n", 100));
        assertEquals("abcd…", hush.text("abcdefgh", 5));
        assertEquals("abc…", hush.text("abc\ud83d\ude00efgh", 5));
    }

    @Test
    void stepsAreCheckedWhole() {
        Hush hush = Hush.of(List.of());
        Map<String, Double> many = IntStream.range(0, 501).boxed().collect(Collectors.toMap(i -> "r" + i,
                Integer::doubleValue));
        List<Problem> problems = StepCheck.of(new Step(0, "Fio!", "going", "", many, Instant.MIN), hush, Instant.EPOCH)
                .problems();
        assertEquals(List.of("/number", "/name", "/state", "/results"), problems.stream().map(Problem::where).toList());
        assertEquals(List.of("/results/x"), StepCheck.of(new Step(1, "fio", "done", "", Map.of("x", Double.NaN, "y",
                1.0), Instant.EPOCH), hush, Instant.EPOCH).problems().stream().map(Problem::where).toList());
        StepCheck.Checked fine = StepCheck.of(new Step(99, "clean-up", "skipped", "x".repeat(5_000), Map.of("y", 1.0),
                Instant.MIN), hush, Instant.EPOCH);
        assertEquals(List.of(), fine.problems());
        assertEquals(Instant.EPOCH, fine.step().at(), "the appliance's own clock counts");
        assertEquals(4_000, fine.step().detail().length());
    }
}
