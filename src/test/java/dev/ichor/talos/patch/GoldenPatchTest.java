package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationReader;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.render.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usual patches on the configurations that Talos's own generator makes. */
@Timeout(30)
class GoldenPatchTest {
    private static final Path GOLDENS = Path.of("..", "shared", "talos-goldens");

    private static Configuration golden(String name) throws IOException, Malformed {
        Assumptions.assumeTrue(Files.isDirectory(GOLDENS), "Talos's own configurations are not beside this checkout");
        return ConfigurationReader.read(Files.readString(GOLDENS.resolve(name + ".yaml")));
    }

    private static List<String> patched(Configuration base, String patch) throws Malformed {
        List<Finding> findings = new ArrayList<>();
        Configuration result = Docs.patched(base, patch, findings);
        assertEquals(List.of(), findings);
        assertEquals(result, ConfigurationReader.read(ConfigurationText.of(result)));
        return Comparison.of(base, result).stream().map(line -> line.where() + ": " + line.before().orElse("-") + " -> "
                + line.after().orElse("-")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.10", "v1.12", "v1.13"})
    void mayastorOnAControlPlane(String version) throws IOException, Malformed {
        assertEquals(List.of("v1alpha1#/machine/sysctls: - -> {vm.nr_hugepages: \"1024\"}",
                        "v1alpha1#/cluster/apiServer/admissionControl/name=PodSecurity/configuration/exemptions"
                                + "/namespaces/openebs: - -> openebs"),
                patched(golden(version + "-base-controlplane"), """
                        machine:
                          sysctls: {vm.nr_hugepages: 1024}
                        cluster:
                          apiServer:
                            admissionControl:
                              - name: PodSecurity
                                configuration: {exemptions: {namespaces: [openebs]}}
                        """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.10", "v1.12", "v1.13"})
    void deletionsOnAControlPlane(String version) throws IOException, Malformed {
        List<String> lines = patched(golden(version + "-base-controlplane"), """
                version: v1alpha1
                machine:
                  nodeLabels:
                    node.kubernetes.io/exclude-from-external-load-balancers: {$patch: delete}
                cluster:
                  apiServer:
                    admissionControl: [{name: PodSecurity, $patch: delete}]
                    auditPolicy: {$patch: delete}
                """);
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.endsWith(" -> -")), lines.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.10-base-worker", "v1.12-base-worker", "v1.13-base-worker", "v1.14-base-worker",
        "v1.14-base-controlplane"})
    void networksAndDocuments(String name) throws IOException, Malformed {
        boolean documents = name.startsWith("v1.14");
        List<String> lines = patched(golden(name), documents ? """
                {apiVersion: v1alpha1, kind: KubeNetworkConfig, podSubnets: [10.0.0.0/16]}
                ---
                {apiVersion: v1alpha1, kind: KubeNodeConfig, labels: {rack: 7}}
                ---
                {apiVersion: v1alpha1, kind: TimeSyncConfig, ntp: {servers: [10.0.0.1]}}
                """ : """
                cluster: {network: {podSubnets: [10.0.0.0/16]}}
                machine: {nodeLabels: {rack: 7}}
                ---
                {apiVersion: v1alpha1, kind: TimeSyncConfig, ntp: {servers: [10.0.0.1]}}
                """);
        String subnets = documents ? "KubeNetworkConfig#/podSubnets/" : "v1alpha1#/cluster/network/podSubnets/";
        assertTrue(lines.contains(subnets + "10.244.0.0~116: \"10.244.0.0/16\" -> -")
                || lines.contains(subnets + "\"10.244.0.0~116\": \"10.244.0.0/16\" -> -"), lines.toString());
        assertTrue(lines.getLast().startsWith("TimeSyncConfig#: - -> {"), lines.toString());
        assertEquals(4, lines.size(), lines.toString());
    }

    @Test
    void operationsLeaveTheOtherDocumentsAlone() throws IOException, Malformed {
        Configuration base = golden("v1.13-base-controlplane");
        assertEquals(List.of("v1alpha1#/machine/kubelet/extraArgs: - -> {v: \"4\"}",
                "v1alpha1#/machine/features/kubePrism/port: 7445 -> 7446",
                "v1alpha1#/cluster/proxy: {image: registry.k8s.io/kube-proxy:v1.28.0} -> -"), patched(base, """
                [{"op": "test", "path": "/machine/type", "value": "controlplane"},
                 {"op": "add", "path": "/machine/kubelet/extraArgs", "value": {"v": 4}},
                 {"op": "replace", "path": "/machine/features/kubePrism/port", "value": 7446},
                 {"op": "remove", "path": "/cluster/proxy"}]
                """));
        assertFalse(base.find("HostnameConfig").isEmpty());
    }

    @Test
    void everyGoldenIsMaskedAndKeepsItsShape() throws IOException, Malformed {
        for (String version : List.of("v1.10", "v1.12", "v1.13", "v1.14")) {
            for (String type : List.of("controlplane", "worker")) {
                Configuration base = golden(version + "-base-" + type);
                String text = ConfigurationText.of(Masking.of(base));
                assertFalse(text.contains("<token>") || text.contains("PRIVATE KEY"), text);
                assertEquals(base.documents().size(), Masking.of(base).documents().size());
                assertTrue(Comparison.of(base, Masking.of(base)).stream().allMatch(line -> line.after()
                        .filter(Masking.MASK::equals).isPresent()));
            }
        }
    }
}
