package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SupervisorTest {
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    private Part part(String name, CompletableFuture<Void> end) {
        return Part.of(name, () -> happened.add("start " + name), grace -> happened.add("stop " + name), () -> end);
    }

    private Part part(String name) {
        return part(name, new CompletableFuture<>());
    }

    private static Part failing(String name, String why) {
        return Part.of(name, () -> {
            throw new IOException(why);
        }, grace -> {
            throw new IllegalStateException("what did not start is not stopped");
        });
    }

    @Test
    void partsStartInOrderAndStopInReverse() {
        Supervisor supervisor = new Supervisor();
        assertEquals(List.of(), supervisor.start(List.of(part("a"), part("b"))));
        supervisor.stopAsked();
        assertEquals("", supervisor.await());
        assertEquals(List.of("start a", "start b", "stop b", "stop a"), happened);
    }

    @Test
    void everyFailureOfAStartIsToldAndWhatRanIsStopped() {
        List<Problem> problems = new Supervisor().start(List.of(part("a"), failing("b", "port 1 is busy"), part("c"),
                failing("d", "port 2 is busy")));
        assertEquals(List.of("b: port 1 is busy", "d: port 2 is busy"), problems.stream()
                .map(p -> p.where() + ": " + p.what()).toList());
        assertEquals(List.of("start a", "start c", "stop c", "stop a"), happened);
    }

    @Test
    void theDeathOfOnePartEndsAllAndSaysWhich() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Supervisor supervisor = new Supervisor();
        supervisor.start(List.of(part("a"), part("b", end), part("c")));
        Thread.ofVirtual().start(() -> end.completeExceptionally(new IllegalStateException("its thread died")));
        assertEquals("b ended by itself: java.lang.IllegalStateException: its thread died", supervisor.await());
        assertEquals(List.of("stop c", "stop b", "stop a"), happened.subList(3, 6));
    }

    @Test
    void aPartThatHangsWhenItIsStoppedDoesNotKeepTheOthersUp() {
        Supervisor supervisor = new Supervisor(Duration.ofMillis(100));
        CompletableFuture<Void> never = new CompletableFuture<>();
        supervisor.start(List.of(part("a"), Part.of("b", () -> { }, grace -> never.join())));
        supervisor.stopAsked();
        supervisor.await();
        assertEquals(List.of("start a", "stop a"), happened);
        never.complete(null);
    }

    @Test
    void aPartThatCannotStopDoesNotKeepTheOthersUp() {
        Supervisor supervisor = new Supervisor();
        supervisor.start(List.of(part("a"), Part.of("b", () -> { }, grace -> {
            throw new IllegalStateException("stuck");
        })));
        supervisor.stopAsked();
        supervisor.await();
        assertEquals(List.of("start a", "stop a"), happened);
    }
}
