package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.server.admin.api.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the appliance says of its parts. */
@Timeout(30)
class BoardTest {
    private static List<String> states(Board board) {
        return board.components().stream().map(c -> c.name() + " " + c.state()).toList();
    }

    @Test
    void aPartIsFollowedFromStartToEnd() throws IOException {
        Board board = new Board();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Part part = board.on(Part.of("TFTP", () -> { }, grace -> { }, () -> end));
        board.off("DHCP");
        assertEquals(List.of("TFTP starting", "DHCP off"), states(board));
        assertEquals("not-ready", Health.of(board.components()).status());
        part.start();
        part.ended();
        assertEquals(List.of("TFTP ok", "DHCP off"), states(board));
        assertEquals("ok", Health.of(board.components()).status());
        end.completeExceptionally(new IOException("the socket is gone"));
        assertEquals(new Health.Component("TFTP", "failed", "It ended by itself: the socket is gone"),
                board.components().getFirst());
        part.stop(Duration.ZERO);
        assertEquals("TFTP stopping", states(board).getFirst());
    }

    @Test
    void aRunningPartIsAskedHowItIs() throws IOException {
        Board board = new Board();
        Part part = board.on(Part.of("database", () -> { }, grace -> { }));
        AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
        board.look("database", trouble::get);
        part.start();
        assertEquals(List.of("database ok"), states(board));
        trouble.set(Optional.of("It cannot be read."));
        assertEquals(new Health.Component("database", "failed", "It cannot be read."),
                board.components().getFirst());
    }
}
