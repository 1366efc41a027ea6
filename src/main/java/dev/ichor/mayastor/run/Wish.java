package dev.ichor.mayastor.run;

import java.util.List;
import java.util.Map;

/** What is waited for in the JSON that kubectl prints. {@link Wishes} judges it. */
public sealed interface Wish {
    /** Of {@code get nodes}: these are there, Ready, labelled, with at least so many 2-MiB pages for pods. */
    record NodesFit(List<String> nodes, int hugepages) implements Wish {
        public NodesFit {
            nodes = List.copyOf(nodes);
        }
    }

    /** Of {@code get crd}: it is established and serves this version. */
    record Established(String version) implements Wish {
    }

    /** Of {@code get pods}: an io-engine is ready on each of these, and etcd and what else belongs to it is. */
    record EngineReady(String release, List<String> nodes) implements Wish {
        public EngineReady {
            nodes = List.copyOf(nodes);
        }
    }

    /** Of {@code get diskpools}: these are created and online. */
    record PoolsOnline(List<String> pools) implements Wish {
        public PoolsOnline {
            pools = List.copyOf(pools);
        }
    }

    /** Of {@code get pvc NAME}: it is bound. */
    record ClaimBound() implements Wish {
    }

    /** Of {@code get pods}: these have ended, well or not. */
    record PodsEnded(List<String> pods) implements Wish {
        public PodsEnded {
            pods = List.copyOf(pods);
        }
    }

    /** Of {@code get pods}: these have ended well. */
    record PodsSucceeded(List<String> pods) implements Wish {
        public PodsSucceeded {
            pods = List.copyOf(pods);
        }
    }

    /** Of a volume as Mayastor's REST API tells it: so many replicas are online, none two in one domain. */
    record ReplicasOnline(int replicas, Map<String, String> domains, String storage) implements Wish {
        public ReplicasOnline {
            domains = Map.copyOf(domains);
        }
    }

    /** Of {@code get --raw /apis}: this group is served. */
    record GroupServed(String group) implements Wish {
    }
}
