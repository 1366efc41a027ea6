package dev.ichor.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.FakePlane;
import dev.ichor.cli.FakePlane.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {
    private static final String PATH = "/api/v1/events/stream";

    @TempDir
    Path folder;

    private FakePlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(folder);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private EventStream stream(String last) throws ClientFailed {
        return new AdminClient(new Door(URI.create("https://127.0.0.1:" + plane.port()),
                new Trust.Pinned(plane.certificate().fingerprint())), () -> "k").events(PATH, last);
    }

    private static Said events(String text) {
        return Said.text("text/event-stream", text);
    }

    @Test
    void aBrokenStreamGoesOnWhereItEnded() throws Exception {
        plane.on("GET", PATH, events("retry: 250\n\nid: 4\ndata: four\n\nid: 5\ndata: fi"),
                new Said(-1, Map.of(), ""), events(": still here\n\nid: 5\nevent: machine\ndata: five\n\n"));
        List<ServerEvent> heard = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();
        stream("3").follow(event -> {
            heard.add(event);
            return heard.size() < 2;
        }, pauses::add);
        assertEquals(List.of(new ServerEvent("4", "message", "four"), new ServerEvent("5", "machine", "five")), heard);
        assertEquals(List.of(250L), pauses.stream().distinct().toList());
        List<String> lasts = plane.asked().stream().map(asked -> asked.headers().get("last-event-id")).distinct()
                .toList();
        assertEquals(List.of("3", "4"), lasts);
    }

    @Test
    void aRefusalEndsIt() {
        plane.on("GET", PATH, Said.problem(403, "No."));
        ClientFailed failed = assertThrows(ClientFailed.class, () -> stream("").follow(event -> true, millis -> { }));
        assertEquals(ClientFailed.Kind.NOT_ALLOWED, failed.kind());
    }

    @Test
    void silenceEndsItAtLast() {
        plane.on("GET", PATH, new Said(-1, Map.of(), ""));
        ClientFailed failed = assertThrows(ClientFailed.class, () -> stream("").follow(event -> true, millis -> { }));
        assertEquals(ClientFailed.Kind.SILENT, failed.kind());
        plane.on("GET", PATH, events(": nothing\n\n"));
        assertTrue(assertThrows(ClientFailed.class, () -> stream("").follow(event -> true, millis -> { })).getMessage()
                .contains("again and again"));
    }

    @Test
    void eventsAreReadAsTheStandardSays() throws IOException {
        String text = ":comment\nevent: a\ndata: one\ndata:two\ndata\nid: 1\nunknown: x\n\ndata:  spaced\n\nevent: "
                + "lost\n\nid: 2\n\ndata: end\r\n\r\nretry: 99999999\nretry: soon\ndata: unfinished\n";
        ServerEvent.Reader reader = new ServerEvent.Reader(new BufferedReader(new StringReader(text)));
        assertEquals(Optional.of(new ServerEvent("1", "a", "one\ntwo\n")), reader.next());
        assertEquals(Optional.of(new ServerEvent("1", "message", " spaced")), reader.next());
        assertEquals(Optional.of(new ServerEvent("2", "message", "end")), reader.next());
        assertEquals(Optional.empty(), reader.next());
        assertEquals(60_000, reader.retryMillis());
    }
}
