package dev.ichor.talos.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provision.NodeWord;
import dev.ichor.talos.events.NodeEvent.Action;
import dev.ichor.talos.events.NodeEvent.MachineStage;
import dev.ichor.talos.events.Words.History;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WordsTest {
    private static final List<NodeEvent> INITIALIZE = List.of(start("initialize"), phase("systemRequirements"),
            new NodeEvent.Sequence("initialize", Action.STOP, ""));
    private static final List<NodeEvent> INSTALL = List.of(start("install"), phase("env"), phase("install"),
            phase("kexec"), phase("reboot"));
    private static final NodeEvent READY = new NodeEvent.Status(MachineStage.RUNNING, true, List.of());
    private static final NodeEvent REBOOTING = new NodeEvent.Status(MachineStage.REBOOTING, false, List.of());

    private static NodeEvent start(String sequence) {
        return new NodeEvent.Sequence(sequence, Action.START, "");
    }

    private static NodeEvent phase(String name) {
        return new NodeEvent.Phase(name, Action.START);
    }

    /** What was understood, without what means nothing. */
    private static List<String> hear(boolean classic, boolean own, List<NodeEvent> events) {
        History history = History.begin(1, own);
        List<String> words = new ArrayList<>();
        for (NodeEvent event : events) {
            Words.Heard heard = Words.hear(history, event, classic);
            history = heard.history();
            switch (heard.word()) {
                case NodeWord.Step step -> words.add(step.what() + (step.percent().isPresent()
                        ? " " + step.percent().getAsInt() : ""));
                case NodeWord.Failed failed -> words.add("FAILED " + failed.why());
                case NodeWord.Runs _ -> words.add("RUNS");
                case NodeWord.Other _ -> {
                }
            }
        }
        return words;
    }

    @SafeVarargs
    private static List<NodeEvent> all(List<NodeEvent> first, List<NodeEvent>... others) {
        List<NodeEvent> all = new ArrayList<>(first);
        for (List<NodeEvent> one : others) {
            all.addAll(one);
        }
        return all;
    }

    @Test
    void anInstallationUpTo113IsFollowedToItsDisk() {
        assertEquals(List.of("Talos installs 0", "phase env 0", "phase install 12", "phase kexec 75", "phase reboot 87",
                "it starts again", "RUNS"), hear(true, false, all(INITIALIZE, INSTALL, INITIALIZE,
                List.of(start("boot")))));
        assertEquals(List.of("RUNS"), hear(true, true, List.of(start("boot"))), "nothing else was heard");
    }

    @Test
    void from114TheFirstBootMayRunBeforeItIsInstalled() {
        List<NodeEvent> first = List.of(start("boot"), READY);
        List<NodeEvent> second = all(INITIALIZE, List.of(start("boot")));
        assertEquals(List.of("it starts again", "RUNS"), hear(false, false, all(INITIALIZE, first, second)));
        assertEquals(List.of("it starts again", "RUNS"), hear(false, true, all(first, second)),
                "the beginning of its boot was heard before the installation began");
        assertEquals(List.of("it starts again", "RUNS"), hear(false, false, all(first, second)),
                "or was heard by nobody");
        assertEquals(List.of("it starts again", "RUNS"), hear(false, true, second));
        assertEquals(List.of(), hear(false, false, all(INITIALIZE, first)), "it has not started again");
        assertEquals(List.of("it starts again", "RUNS"), hear(false, false, all(INITIALIZE, List.of(REBOOTING),
                INITIALIZE, List.of(READY))));
    }

    @Test
    void aSequenceThatEndsInAnErrorIsAFailure() {
        NodeEvent failed = new NodeEvent.Sequence("install", Action.NOOP, "no space left");
        assertEquals(List.of("Talos installs 0", "FAILED sequence install noop: no space left"),
                hear(true, false, all(INITIALIZE, List.of(start("install"), failed))));
        NodeEvent cancelled = new NodeEvent.Sequence("install", Action.NOOP, "cancelled", false);
        assertEquals(List.of("sequence install noop: cancelled"), hear(true, false, List.of(cancelled)));
        NodeEvent other = new NodeEvent.Sequence("shutdown", Action.NOOP, "stuck");
        assertEquals(List.of("sequence shutdown noop: stuck"), hear(true, false, List.of(other)));
    }

    /** What is installed must not be installed anew because its first start had a trouble. */
    @Test
    void onceItStartedAgainNothingIsAFailureOfTheInstallation() {
        List<NodeEvent> trouble = List.of(new NodeEvent.Sequence("initialize", Action.NOOP, "no network"),
                new NodeEvent.ConfigError(true, "wrong"), new NodeEvent.Sequence("boot", Action.NOOP, "x"));
        List<String> words = hear(false, false, all(INITIALIZE, INSTALL, INITIALIZE, trouble));
        assertTrue(words.stream().noneMatch(word -> word.startsWith("FAILED")), words.toString());
    }

    @Test
    void aConfigurationThatIsNotValidIsAFailureAndOneThatDoesNotComeIsNot() {
        assertEquals(List.of("FAILED configuration is not valid: unknown key"),
                hear(true, true, List.of(new NodeEvent.ConfigError(true, "unknown key"))));
        assertEquals(List.of("configuration cannot be loaded: 404"),
                hear(true, true, List.of(new NodeEvent.ConfigError(false, "404"))));
    }

    @Test
    void kernelLinesAreNoMoreThanSteps() {
        History history = History.begin(1, false);
        assertEquals(new NodeWord.Step("[talos] installing Talos to disk /dev/sda", OptionalInt.empty()),
                Words.hearKernel(history, "[talos] installing Talos to disk /dev/sda").word());
        assertEquals(new NodeWord.Other(), Words.hearKernel(history, "eth0: link up").word());
    }

    @Test
    void aNodeCannotFillItsTimeline() {
        List<NodeEvent> many = Stream.generate(() -> INSTALL).limit(1_000).flatMap(List::stream).toList();
        assertTrue(hear(true, false, many).size() <= 40);
        assertEquals("RUNS", hear(true, false, all(many, INITIALIZE, List.of(start("boot")))).getLast());
    }
}
