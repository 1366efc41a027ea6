package dev.ichor.mayastor.run;

import java.time.Duration;
import java.util.List;

/** Something that a step does. Paths are those of the bundle, relative to its folder. */
public sealed interface Action {
    /** Runs helm. */
    record Helm(List<String> arguments, Duration patience) implements Action {
        public Helm {
            arguments = List.copyOf(arguments);
        }
    }

    /** Runs kubectl. */
    record Kubectl(List<String> arguments, Duration patience) implements Action {
        public Kubectl {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Asks kubectl again and again until what it prints is as wanted.
     *
     * @param arguments whose output is looked at, usually with {@code -o json}
     * @param wish      names how the output is judged; see {@link Wishes}
     * @param patience  how long at most
     */
    record Await(List<String> arguments, String wish, Duration patience) implements Action {
        public Await {
            arguments = List.copyOf(arguments);
        }
    }
}
