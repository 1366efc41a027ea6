package dev.ichor.cli;

import dev.ichor.server.admin.api.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How each part of the appliance is. Thread-safe. */
final class Board {
    private final Map<String, Health.Component> states = new LinkedHashMap<>();
    private final Map<String, Supplier<Optional<String>>> looks = new LinkedHashMap<>();

    /** The part, with its state on the board from now on. */
    Part on(Part part) {
        set(part.name(), "starting", "It has not started yet.");
        return new Part() {
            @Override
            public String name() {
                return part.name();
            }

            @Override
            public void start() throws IOException {
                part.start();
                set(part.name(), "ok", "");
            }

            @Override
            public void stop(Duration grace) {
                set(part.name(), "stopping", "The appliance stops.");
                part.stop(grace);
            }

            @Override
            public CompletionStage<Void> ended() {
                return part.ended().whenComplete((done, why) -> set(part.name(), "failed", "It ended by itself"
                        + (why == null ? "." : ": " + why.getMessage())));
            }
        };
    }

    /** A part that the settings leave out. */
    void off(String name) {
        set(name, "off", "");
    }

    /** Asks a running part how it is whenever someone wants to know; an answer says what is wrong. */
    void look(String name, Supplier<Optional<String>> look) {
        synchronized (states) {
            looks.put(name, look);
        }
    }

    private void set(String name, String state, String detail) {
        synchronized (states) {
            states.put(name, new Health.Component(name, state, detail));
        }
    }

    List<Health.Component> components() {
        List<Health.Component> all;
        Map<String, Supplier<Optional<String>>> asked;
        synchronized (states) {
            all = new ArrayList<>(states.values());
            asked = Map.copyOf(looks);
        }
        all.replaceAll(component -> component.state().equals("ok") && asked.containsKey(component.name())
                ? asked.get(component.name()).get().map(wrong ->
                        new Health.Component(component.name(), "failed", wrong)).orElse(component) : component);
        return all;
    }
}
