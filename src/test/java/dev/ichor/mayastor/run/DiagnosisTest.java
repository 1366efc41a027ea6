package dev.ichor.mayastor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong, and the cause that is told. */
@Timeout(10)
class DiagnosisTest {
    private static final Install INSTALL = Install.of(Sites.plan());

    private static List<Cause> of(Evidence evidence) {
        List<Cause> causes = Diagnosis.of(INSTALL, evidence);
        causes.forEach(cause -> assertFalse(cause.evidence().isEmpty() || cause.mend().isBlank() || cause.what()
                .isBlank(), cause.toString()));
        return causes;
    }

    private static String list(String... items) {
        return "{\"items\":[" + String.join(",", items) + "]}";
    }

    private static String event(String kind, String name, String reason, String message) {
        return """
                {"type":"Warning","reason":"%s","message":"%s","involvedObject":{"kind":"%s","name":"%s"}}"""
                .formatted(reason, message.replace("\"", "\\\""), kind, name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "preflight| Unable to connect to the server: dial tcp 10.0.0.5:6443: connect: connection refused | unreachable",
        "namespace| Error from server (Forbidden): namespaces is forbidden: User \"x\" cannot create | forbidden",
        "classes  | StorageClass is invalid: parameters: Forbidden: updates to parameters are forbidden. "
            + "| immutable-class",
        "chart    | Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress | helm-locked",
        "chart    | Error: chart \"openebs\" version \"9.9.9\" not found in http://x repository | chart-missing",
        "chart    | Error: values don't meet the specifications of the schema(s) in the following chart(s) | values",
        "pools    | Apply failed with 1 conflict: conflict with \"kubectl\" | other-fields",
        "preflight| worker-1 is not in the cluster | absent",
        "preflight| worker-1 has no label openebs.io/engine=mayastor | label",
        "preflight| worker-1 is not Ready | not-ready",
        "preflight| worker-1 has 0 hugepages of 2 MiB for pods, 1024 are needed | hugepages-pods",
        "network  | worker-1: 12 of 2048 hugepages of 2 MiB are free, the io-engine takes 1024 | hugepages",
        "network  | worker-1 to worker-2: small packets reach 10.10.0.12, those of 9000 bytes do not | jumbo",
        "network  | worker-1 to worker-2: eth1 of worker-1 has an MTU of 1500, not 9000 | jumbo",
        "disks    | worker-1/S1: holds data near byte 0 | disk-data",
        "disks    | worker-1/S1: the link leads to a disk with the serial 'X' | disk-data",
        "disks    | worker-1/S1: has 5 bytes, not 7 | disk-data",
        "disks    | worker-1/S1: is mounted at /var | pool-in-use",
        "disks    | worker-1/S1: /dev/disk/by-id/x does not exist | pool-missing",
        "disks    | worker-1/S1: carries another Mayastor pool: other | pool-foreign",
        "disks    | the pool p is there already, on w2 with /dev/x; the plan has it on w1 with /dev/y | pool-foreign",
        "pools    | after 15 minutes: p is Creating (InvalidDevlink) | pool-link",
        "volume   | NotEnoughResources: not enough suitable pools | no-space"})
    void words(String step, String words, String expected) {
        assertEquals(expected, of(Evidence.of(step, words)).getFirst().name(), () -> of(Evidence.of(step, words))
                .toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "engine | Pod       | openebs-io-engine-x "
            + "| FailedScheduling | 0/6 nodes are available: 3 Insufficient hugepages-2Mi. | hugepages-pods",
        "engine | DaemonSet | openebs-io-engine   "
            + "| FailedCreate | pods \"x\" is forbidden: violates PodSecurity \"baseline:latest\" | pod-security",
        "fio    | Pod       | ichor-check-fio     | Failed | Failed to pull image \"x/fio\": not found | image",
        "engine | Pod       | openebs-etcd-0      | FailedMount "
            + "| MountVolume.NewMounter initialization failed: path \"/var/local\" does not exist | etcd-volume",
        "engine | Pod       | openebs-etcd-0      "
            + "| FailedScheduling | 0/3 nodes: pod has unbound immediate PersistentVolumeClaims | etcd-volume",
        "engine | Pod       | openebs-etcd-2      "
            + "| FailedScheduling | 0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules | etcd",
        "engine | Pod       | openebs-nats-2      "
            + "| FailedScheduling | 0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules | nats",
        "pools  | DiskPool  | worker-1-p          "
            + "| Missing | The block device(s): /dev/disk/by-id/x can not be found | pool-missing",
        "pools  | DiskPool  | worker-1-p          | Failure | Unable to create or import pool | pool-failed",
        "pools  | DiskPool  | worker-1-p          | Failure | the disk is InUse by another pool | pool-in-use",
        "pools  | DiskPool  | worker-1-p          | Failure | import failed: ForeignPoolName | pool-foreign"})
    void events(String step, String kind, String name, String reason, String message, String expected) {
        Evidence evidence = new Evidence(step, "after 15 minutes: not yet", "", list(event(kind, name, reason, message),
                "{\"type\":\"Normal\",\"reason\":\"Pulled\",\"message\":\"ErrImagePull\",\"involvedObject\":{}}"),
                "", "", Map.of());
        assertEquals(expected, of(evidence).getFirst().name(), of(evidence).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "ERROR io_engine: insufficient free pages available, needed 1024 but only 0 are free | hugepages",
        "EAL: Cannot set affinity | cores",
        "EAL: lcore 12 unavailable | cores",
        "EAL: FATAL: Cannot init memory  | cores",
        "Error: Failed to parse 'nvme-io-timeout': time unit needed, for example 60sec or 60ms | csi-time",
        "Error: the nvme_tcp kernel module is not loaded: missing nvme_tcp | nvme-tcp",
        "Multiple network interfaces match subnet:10.10.0.0/24 | storage-several",
        "No matching network interface found for subnet | storage-none",
        "thread 'main' panicked at io-engine/src/subsys/nvmf/transport.rs:115 | storage-none"})
    void logs(String line, String expected) {
        Evidence evidence = new Evidence("engine", "after 15 minutes: not ready", "", "", "", "",
                Map.of("openebs-io-engine-x", "INFO fine\n" + line + "\n"));
        assertEquals(expected, of(evidence).getFirst().name(), of(evidence).toString());
        assertTrue(of(evidence).getFirst().evidence().getFirst().startsWith("log of openebs-io-engine-x: "));
    }

    @Test
    void podsTellByThemselves() {
        String pod = """
                {"metadata":{"name":"openebs-csi-node-x"},"spec":{"nodeName":"worker-1"},"status":{"phase":"Pending",
                "conditions":[{"type":"Ready","status":"False"}],"initContainerStatuses":[{"name":"nvme-tcp-probe",
                "state":{"running":{}}}]}}""";
        Evidence evidence = new Evidence("engine", "not ready", list(pod), "", "", "", Map.of());
        assertEquals("nvme-tcp", of(evidence).getFirst().name(), of(evidence).toString());
        assertEquals(Map.of("openebs-csi-node-x", false), Diagnosis.unwell(list(pod)));
        String illegal = pod.replace("\"initContainerStatuses\"", "\"containerStatuses\"").replace("nvme-tcp-probe",
                "io-engine").replace("{\"running\":{}}", "{\"terminated\":{\"exitCode\":132}},\"restartCount\":3");
        assertEquals("cpu", of(new Evidence("engine", "not ready", list(illegal), "", "", "", Map.of())).getFirst()
                .name());
        assertEquals(Map.of("openebs-csi-node-x", true), Diagnosis.unwell(list(illegal)));
    }

    @Test
    void whatIsNotKnownIsSaidSo() {
        Cause cause = of(Evidence.of("fio", "something that nobody has seen")).getFirst();
        assertEquals("unknown", cause.name());
        assertEquals(List.of("something that nobody has seen"), cause.evidence());
        assertTrue(Diagnosis.text(List.of(cause)).startsWith("Cause: nothing that is known to go wrong was found\n  | "
                + "something that nobody has seen\nMend: "));
    }

    @Test
    void evidenceIsShortAndPlain() {
        String long1 = "ErrImagePull \u001B[31mred\u001B[0m\u0007 " + "x".repeat(5_000);
        Cause cause = of(Evidence.of("fio", (long1 + "\n").repeat(30) + "ImagePullBackOff 2\nErrImagePull 3\n"
                + "ErrImagePull 4\nErrImagePull 5\n")).getFirst();
        assertEquals(4, cause.evidence().size());
        assertTrue(cause.evidence().stream().allMatch(line -> line.length() <= 241 && line.chars().noneMatch(
                letter -> letter < ' ')), cause.toString());
    }

    @Test
    void everySymptomHasItsOwnName() {
        List<String> names = Symptoms.all(INSTALL).stream().map(Diagnosis.Symptom::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertEquals(List.of(), Symptoms.all(INSTALL).stream().flatMap(symptom -> symptom.steps().stream())
                .filter(step -> Steps.of(INSTALL).stream().noneMatch(known -> known.name().equals(step)))
                .collect(Collectors.toList()));
    }
}
