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
     * @param patience  how long at most
     */
    record Await(List<String> arguments, Wish wish, Duration patience) implements Action {
        public Await {
            arguments = List.copyOf(arguments);
        }
    }

    /** Goes on only if the cluster is so now; else the step is skipped. @param otherwise why, for people */
    record OnlyIf(List<String> arguments, Wish wish, String otherwise) implements Action {
        public OnlyIf {
            arguments = List.copyOf(arguments);
        }
    }

    /** Asks the tools for their versions, and Kubernetes for its own. */
    record Versions() implements Action {
    }

    /**
     * Looks which pools there are. Refuses if one of the plan's disks is in another pool, or a pool on
     * another disk.
     */
    record LookForPools() implements Action {
    }

    /**
     * Runs pods to their end and reads what they print. A pod of an earlier run is removed first.
     *
     * @param patience how long until all have ended
     */
    record RunPods(List<CheckPod> pods, Reading reading, Duration patience) implements Action {
        public RunPods {
            pods = List.copyOf(pods);
        }
    }

    /** What is read of pods' lines. */
    enum Reading {
        /** Jumbo frames and hugepages; all must be good. */
        NETWORK,
        /** Pool disks. Pods of nodes whose pools are all there are not run. Each other disk must be proven. */
        DISKS,
        /** Figures of the volume. */
        VOLUME
    }

    /** A pod of the bundle. @param node on which it runs; empty: anywhere */
    record CheckPod(String name, String node, String file) {
    }

    /** Creates the pools. Does nothing at all unless each of their disks was proven in this run. */
    record CreatePools(List<Pool> pools) implements Action {
        public CreatePools {
            pools = List.copyOf(pools);
        }
    }

    /** A pool and its file. */
    record Pool(String name, String file) {
    }

    /** Finds the volume of the claim and waits until Mayastor says that it is as wished. */
    record AwaitVolume(String claim, Wish wish, Duration patience) implements Action {
    }
}
