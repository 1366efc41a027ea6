package dev.ichor.server.admin.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests with an Idempotency-Key over real HTTPS. */
@Timeout(60)
class IdempotentTest extends GuardedServer {
    @Test
    void aRepeatedRequestIsDoneOnceAndAnsweredTheSame() throws Exception {
        HttpResponse<String> first = send(post("/make?a=1", "key-1", "body"));
        HttpResponse<String> second = send(post("/make?a=1", "key-1", "body"));
        assertEquals(201, first.statusCode());
        assertEquals(List.of(first.statusCode(), first.body(), first.headers().firstValue("Content-Type")),
                List.of(second.statusCode(), second.body(), second.headers().firstValue("Content-Type")));
        assertEquals(Optional.empty(), first.headers().firstValue("Idempotent-Replayed"));
        assertEquals(Optional.of("true"), second.headers().firstValue("Idempotent-Replayed"));
        assertEquals(1, done.get());
        assertEquals(422, send(post("/make?a=1", "key-1", "other")).statusCode(), "another body");
        assertEquals(422, send(post("/make?a=2", "key-1", "body")).statusCode(), "another query");
        assertEquals(422, send(post("/other?a=1", "key-1", "body")).statusCode(), "another path");
        assertEquals(1, done.get());
        assertEquals(201, send(post("/make?a=1", null, "body")).statusCode(), "no key");
        assertEquals(2, done.get());
    }

    @Test
    void aRefusedRequestLeavesItsKeyFreeAndAnUnexpectedErrorDoesNot() throws Exception {
        assertEquals(422, send(post("/make", "k", "refuse")).statusCode());
        assertEquals(201, send(post("/make", "k", "body")).statusCode());
        assertEquals(500, send(post("/make", "f", "fail")).statusCode());
        HttpResponse<String> again = send(post("/make", "f", "fail"));
        assertEquals(409, again.statusCode());
        assertTrue(again.body().contains("Look whether it was done"), again.body());
    }

    @Test
    void whileItIsBeingDoneTheSecondIsTurnedAway() throws Exception {
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(post("/make", "k", "slow"),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(slowBegan.await(30, TimeUnit.SECONDS));
        assertEquals(409, send(post("/make", "k", "slow")).statusCode());
        slowMayEnd.countDown();
        assertEquals(201, first.get(30, TimeUnit.SECONDS).statusCode());
        assertEquals(201, send(post("/make", "k", "slow")).statusCode());
        assertEquals(1, done.get());
    }

    @Test
    void anAnswerWithASecretIsNotKept() throws Exception {
        HttpResponse<String> first = send(post("/make", "k", "secret"));
        HttpResponse<String> second = send(post("/make", "k", "secret"));
        assertEquals(201, first.statusCode());
        assertEquals(409, second.statusCode());
        assertNotEquals(first.body(), second.body());
        assertTrue(second.body().contains("shown only once"), second.body());
        assertFalse(second.body().contains("\"n\""), second.body());
        assertEquals(1, done.get());
    }

    @Test
    void badKeysAndLongBodiesAreRefusedBeforeAnythingIsDone() throws Exception {
        for (String key : List.of("", "a b", "x".repeat(256), "t\tab")) {
            assertEquals(400, send(post("/make", key, "body")).statusCode(), key);
        }
        assertEquals(413, send(post("/make", "k", "x".repeat(1025))).statusCode());
        assertEquals(0, done.get());
        assertEquals(201, send(post("/make", "x".repeat(255), "x".repeat(1024))).statusCode());
    }
}
