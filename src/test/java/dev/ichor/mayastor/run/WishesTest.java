package dev.ichor.mayastor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl prints, judged. */
@Timeout(10)
class WishesTest {
    private static String words(Wish wish, String json) {
        Standing standing = Wishes.judge(wish, json);
        return standing.getClass().getSimpleName() + ": " + standing.text();
    }

    private static void is(String expected, Wish wish, String json) {
        assertEquals(expected, words(wish, json));
    }

    private static String node(String name, String ready, String label, String pages) {
        return """
                {"metadata":{"name":"%s","labels":{"openebs.io/engine":"%s"}},"status":{"allocatable":
                {"hugepages-2Mi":"%s"},"conditions":[{"type":"MemoryPressure","status":"True"},
                {"type":"Ready","status":"%s"}]}}""".formatted(name, label, pages, ready);
    }

    private static String list(String... items) {
        return "{\"kind\":\"List\",\"items\":[" + String.join(",", items) + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "True    | mayastor | 2Gi        | Done: 1 storage nodes are Ready, labelled, and have 1024 hugepages each",
        "True    | mayastor | 2048Mi     | Done: 1 storage nodes are Ready, labelled, and have 1024 hugepages each",
        "True    | mayastor | 2147483648 | Done: 1 storage nodes are Ready, labelled, and have 1024 hugepages each",
        "False   | mayastor | 2Gi        | Waiting: w1 is not Ready",
        "Unknown | mayastor | 2Gi        | Waiting: w1 is not Ready",
        "True    | other    | 2Gi        | Waiting: w1 has no label openebs.io/engine=mayastor",
        "True    | mayastor | 0          | Waiting: w1 has 0 hugepages of 2 MiB for pods, 1024 are needed",
        "True    | mayastor | 2046Mi     | Waiting: w1 has 1023 hugepages of 2 MiB for pods, 1024 are needed",
        "True    | mayastor | much       | Waiting: w1 has 0 hugepages of 2 MiB for pods, 1024 are needed"})
    void nodes(String ready, String label, String pages, String expected) {
        is(expected, new Wish.NodesFit(List.of("w1"), 1024), list(node("other", "True", "", "0"),
                node("w1", ready, label, pages)));
    }

    @Test
    void aNodeThatIsNotThere() {
        is("Waiting: w2 is not in the cluster", new Wish.NodesFit(List.of("w1", "w2"), 1), list(node("w1", "True",
                "mayastor", "2Gi")));
    }

    private static String crd(String established, String... versions) {
        return "{\"metadata\":{\"name\":\"diskpools.openebs.io\"},\"spec\":{\"versions\":[" + String.join(",", versions)
                + "]},\"status\":{\"conditions\":[{\"type\":\"Established\",\"status\":\"" + established + "\"}]}}";
    }

    @Test
    void theKindOfPools() {
        Wish wish = new Wish.Established("v1beta3");
        String old = "{\"name\":\"v1beta2\",\"served\":true}";
        String now = "{\"name\":\"v1beta3\",\"served\":true}";
        is("Done: DiskPools are served as v1beta3", wish, crd("True", old, now));
        is("Waiting: DiskPools are served as v1beta2, the bundle has them as v1beta3", wish, crd("True", old));
        is("Waiting: DiskPools are served as v1beta2, the bundle has them as v1beta3", wish, crd("True", old,
                "{\"name\":\"v1beta3\",\"served\":false}"));
        is("Waiting: diskpools.openebs.io is not established yet", wish, crd("False", now));
        assertTrue(words(wish, "").startsWith("Waiting: Kubernetes does not know diskpools.openebs.io yet"));
    }

    private static String pod(String name, String node, String phase, String ready, String statuses) {
        return """
                {"metadata":{"name":"%s"},"spec":{"nodeName":"%s"},"status":{"phase":"%s","conditions":
                [{"type":"Ready","status":"%s"}],"containerStatuses":[%s]}}""".formatted(name, node, phase, ready,
                statuses);
    }

    private static String up(String name, String node) {
        return pod(name, node, "Running", "True", "");
    }

    @Test
    void theEngineAndWhatItNeeds() {
        Wish wish = new Wish.EngineReady("openebs", List.of("w1", "w2"));
        String etcd = up("openebs-etcd-0", "w1");
        String one = up("openebs-io-engine-abcde", "w1");
        String two = up("openebs-io-engine-fghij", "w2");
        is("Done: the io-engine is ready on w1, w2, etcd too", wish, list(etcd, one, two));
        is("Waiting: no io-engine pod on w2", wish, list(etcd, one));
        is("Waiting: there is no etcd pod yet", wish, list(one, two));
        is("Waiting: openebs-etcd-0 is Pending, not ready", wish, list(one, two, pod("openebs-etcd-0", "", "Pending",
                "False", "")));
        is("Waiting: openebs-io-engine-fghij on w2 is ImagePullBackOff", wish, list(etcd, one, pod(
                "openebs-io-engine-fghij", "w2", "Pending", "False", "{\"name\":\"io-engine\",\"state\":{\"waiting\":"
                + "{\"reason\":\"ImagePullBackOff\"}}}")));
        String crash = "{\"name\":\"io-engine\",\"restartCount\":%d,\"state\":{\"waiting\":{\"reason\":"
                + "\"CrashLoopBackOff\"}}}";
        is("Waiting: openebs-io-engine-fghij on w2 is CrashLoopBackOff, 2 restarts", wish, list(etcd, one, pod(
                "openebs-io-engine-fghij", "w2", "Running", "False", crash.formatted(2))));
        is("Never: openebs-io-engine-fghij on w2 is CrashLoopBackOff, 5 restarts", wish, list(etcd, one, pod(
                "openebs-io-engine-fghij", "w2", "Running", "False", crash.formatted(5))));
        is("Waiting: openebs-csi-node-xyz on w1 is Running, not ready", wish, list(etcd, one, two, pod(
                "openebs-csi-node-xyz", "w1", "Running", "False", "")));
        is("Done: the io-engine is ready on w1, w2, etcd too", wish, list(etcd, one, two, pod("openebs-csi-node-xyz",
                "elsewhere", "Pending", "False", ""), pod("someone-else", "w1", "Pending", "False", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"cr_state\":\"Created\",\"pool_status\":\"Online\"}  | Done: 1 pools are created and online",
        "{\"cr_state\":\"Created\",\"status\":\"Online\"}       | Done: 1 pools are created and online",
        "{\"cr_state\":\"Created\",\"status\":\"Offline\",\"pool_status\":\"Online\"} | Waiting: p is Created, Offline",
        "{\"cr_state\":\"Creating\",\"pool_status\":\"Online\"} | Waiting: p is Creating, Online",
        "{\"cr_state\":\"Creating\"}                            | Waiting: p is Creating",
        "{\"cr_state\":\"Creating\",\"error\":{\"code\":\"InvalidDevlink\"}} | Waiting: p is Creating (InvalidDevlink)",
        "{\"cr_state\":\"Created\",\"pool_status\":\"Faulted\"} | Waiting: p is Created, Faulted",
        "{\"cr_state\":\"Created\",\"status\":\"Suspected\"}    | Waiting: p is Created, Suspected",
        "{\"cr_state\":\"Terminating\",\"status\":\"Online\"}   | Waiting: p is Terminating, Online",
        "{}                                                     | Waiting: p is new"})
    void pools(String status, String expected) {
        is(expected, new Wish.PoolsOnline(List.of("p")), list("{\"metadata\":{\"name\":\"p\"},\"status\":" + status
                + "}"));
    }

    @Test
    void aPoolThatIsNotThere() {
        is("Waiting: q is not there", new Wish.PoolsOnline(List.of("q")), list());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Bound   | Done: the claim is bound to pvc-1",
        "Pending | Waiting: the claim is Pending",
        "Lost    | Never: the claim has lost its volume pvc-1"})
    void claims(String phase, String expected) {
        is(expected, new Wish.ClaimBound(), "{\"spec\":{\"volumeName\":\"pvc-1\"},\"status\":{\"phase\":\"" + phase
                + "\"}}");
    }

    @Test
    void podsThatEnd() {
        String good = pod("good", "w1", "Succeeded", "False", "");
        String bad = pod("bad", "w1", "Failed", "False",
                "{\"name\":\"c\",\"state\":{\"terminated\":{\"exitCode\":1}}}");
        Wish ended = new Wish.PodsEnded(List.of("good", "bad"));
        is("Done: 2 pods have ended", ended, list(good, bad));
        is("Waiting: bad is not there", ended, list(good));
        is("Waiting: good on w1 is Running, not ready", ended, list(bad, pod("good", "w1", "Running", "False", "")));
        is("Never: bad failed with exit code 1", new Wish.PodsSucceeded(List.of("good", "bad")), list(good, bad));
        is("Done: good has ended", new Wish.PodsSucceeded(List.of("good")), list(good, bad));
    }

    private static String volume(String status, String uri, String... replicas) {
        StringBuilder topology = new StringBuilder();
        for (String replica : replicas) {
            String[] words = replica.split(" ");
            topology.append(topology.isEmpty() ? "" : ",").append("\"r-").append(words[0]).append("\":{\"node\":\"")
                    .append(words[0]).append("\",\"pool\":\"p\",\"state\":\"").append(words[1]).append("\"}");
        }
        return "{\"spec\":{\"num_replicas\":3},\"state\":{\"status\":\"" + status + "\"," + (uri.isEmpty() ? ""
                : "\"target\":{\"deviceUri\":\"" + uri + "\"},") + "\"replica_topology\":{" + topology + "}}}";
    }

    @Test
    void replicasOfAVolume() {
        Wish wish = new Wish.ReplicasOnline(2, Map.of("w1", "a", "w2", "b", "w3", "b"), "10.10.0.0/24");
        is("Done: 2 replicas are online, on w1, w2", wish, volume("Online", "", "w1 Online", "w2 Online"));
        is("Done: 2 replicas are online, on w1, w2; served at 10.10.0.11", wish, volume("Online",
                "nvmf://10.10.0.11:8420/nqn.2019-05.io.openebs:1", "w1 Online", "w2 Online"));
        is("Never: the volume is served at 192.168.1.5, outside the storage network 10.10.0.0/24", wish,
                volume("Online", "nvmf+tcp://192.168.1.5:8420/nqn", "w1 Online", "w2 Online"));
        is("Never: two replicas share a failure domain: they are on w2, w3, in b", wish, volume("Online", "",
                "w2 Online", "w3 Online"));
        is("Waiting: the replica on w2 is Faulted; the volume is Degraded", wish, volume("Degraded", "", "w1 Online",
                "w2 Faulted"));
        is("Waiting: it has 1 of 2 replicas, on w1", wish, volume("Online", "", "w1 Online"));
        is("Waiting: the volume is unknown; it has 0 of 2 replicas", wish, "{}");
    }

    @Test
    void groupsOfTheApi() {
        Wish wish = new Wish.GroupServed("monitoring.coreos.com");
        is("Done: monitoring.coreos.com is served", wish, "{\"groups\":[{\"name\":\"apps\"},"
                + "{\"name\":\"monitoring.coreos.com\"}]}");
        is("Waiting: monitoring.coreos.com is not served", wish, "{\"groups\":[{\"name\":\"apps\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "no json", "[1,2", "null", "{}", "[]", "{\"items\":{}}",
        "{\"items\":[null,1,[]]}", "{\"status\":[]}", "\"text\"", "{\"items\":[{\"metadata\":5,\"status\":\"x\"}]}"})
    void nothingStrangeIsEverEnough(String json) {
        for (Wish wish : List.of(new Wish.NodesFit(List.of("w1"), 1), new Wish.Established("v1"), new Wish.ClaimBound(),
                new Wish.EngineReady("r", List.of("w1")), new Wish.PoolsOnline(List.of("p")), new Wish.PodsEnded(
                        List.of("p")), new Wish.PodsSucceeded(List.of("p")), new Wish.ReplicasOnline(1, Map.of(), ""),
                new Wish.GroupServed("g"))) {
            assertTrue(Wishes.judge(wish, json) instanceof Standing.Waiting, wish + " " + json);
        }
        Install install = new Install("c", new Install.Chart("n", "v", "m", "r", "v1"), "ns", "r", 1, 1, "", List.of());
        NodeProofs.of(install, json, java.time.Instant.EPOCH);
        PoolsThere.read(install, json);
        Diagnosis.unwell(json);
        assertTrue(!Diagnosis.of(install, new Evidence("engine", json, json, json, json, json, Map.of("p", json)))
                .isEmpty());
    }
}
