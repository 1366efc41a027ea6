package dev.ichor.server.boot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Watches threads that have to live as long as a server. Undertow goes on without a sign when one of its threads dies:
 * the port stays open, and machines wait for answers that never come.
 */
final class ThreadWatch implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(500);

    private final List<Thread> watched;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().name("thread-watch").daemon().unstarted(this::run);

    private ThreadWatch(List<Thread> watched) {
        this.watched = List.copyOf(watched);
    }

    static ThreadWatch over(List<Thread> watched) {
        ThreadWatch watch = new ThreadWatch(watched);
        watch.thread.start();
        return watch;
    }

    /** The live threads whose name begins with one of these. */
    static List<Thread> named(List<String> prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> prefixes.stream().anyMatch(prefix -> thread.getName().startsWith(prefix))).toList();
    }

    /** Completes when watching ends: normally after {@link #close}, exceptionally when a thread was found dead. */
    CompletionStage<Void> ended() {
        return ended;
    }

    int size() {
        return watched.size();
    }

    private void run() {
        try {
            while (!ended.isDone()) {
                watched.stream().filter(one -> !one.isAlive()).findFirst()
                        .ifPresent(dead -> ended.completeExceptionally(
                                new IllegalStateException("its thread \"" + dead.getName() + "\" died")));
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.complete(null);
        thread.interrupt();
    }
}
