package dev.ichor.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A part of the running appliance, started once and stopped once. */
interface Part {
    /** For the log. */
    String name();

    /** @throws IOException with a sentence for people */
    void start() throws IOException;

    void stop(Duration grace);

    /** Completes when the part ends by itself, which ends the appliance; never, for parts that cannot. */
    default CompletionStage<Void> ended() {
        return new CompletableFuture<>();
    }

    /** An action that may fail on the network or the disk. */
    @FunctionalInterface
    interface Starting {
        void run() throws IOException;
    }

    /** An action that may wait for a while. */
    @FunctionalInterface
    interface Stopping {
        void run(Duration grace);
    }

    static Part of(String name, Starting starting, Stopping stopping) {
        return of(name, starting, stopping, CompletableFuture::new);
    }

    /** @param end asked once, after the start */
    static Part of(String name, Starting starting, Stopping stopping, Supplier<CompletionStage<Void>> end) {
        return new Part() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void start() throws IOException {
                starting.run();
            }

            @Override
            public void stop(Duration grace) {
                stopping.run(grace);
            }

            @Override
            public CompletionStage<Void> ended() {
                return end.get();
            }
        };
    }
}
