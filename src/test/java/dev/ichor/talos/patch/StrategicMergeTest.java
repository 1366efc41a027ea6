package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of merges; the first ones are as in Talos's own tests of its patcher. */
@Timeout(30)
class StrategicMergeTest {
    /**
     * One row; values between {@code ~} lines.
     *
     * @param finding text of the error; empty if it must merge
     */
    record Row(String name, String base, String patch, String result, String finding) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row ok(String name, String base, String patch, String result) {
        return new Row(name, base, patch, result, "");
    }

    private static Row no(String name, String base, String patch, String finding) {
        return new Row(name, base, patch, base, finding);
    }

    private static final String TWO = """
            machine: {network: {hostname: hostname1, interfaces: [{interface: eth0, dhcp: true}]}}
            ---
            {apiVersion: v1alpha1, kind: SideroLinkConfig, apiUrl: a}
            ---
            {apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: foo, configFiles: [{content: hello,
              mountPath: /etc/foo}], environment: [FOO=BAR]}
            """;
    private static final String LINK = """
            {apiVersion: v1alpha1, kind: LinkConfig, name: eth0, addresses: [{address: 10.0.42.136/24}],
              routes: [{gateway: 10.0.42.1}]}
            """;

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(interfaces());
        rows.addAll(documents());
        rows.addAll(lists());
        rows.addAll(scalars());
        rows.addAll(deletions());
        rows.addAll(refusals());
        return rows;
    }

    private static List<Row> interfaces() {
        return List.of(
                ok("flag of an interface", "machine: {network: {interfaces: [{interface: eth0, dhcp: true}]}}",
                        "machine: {network: {interfaces: [{interface: eth0, dhcp: false}]}}",
                        "machine: {network: {interfaces: [{interface: eth0, dhcp: false}]}}"),
                ok("address of an interface, and another one",
                        "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 1.1.1.1}}]}}",
                        "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.3.5.6}}, {interface: eth1,"
                                + " vlans: [{vlanId: 100, addresses: [10.3.4.5]}]}]}}",
                        "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.3.5.6}}, {interface: eth1,"
                                + " vlans: [{vlanId: 100, addresses: [10.3.4.5]}]}]}}"),
                ok("VLANs by their id",
                        "machine: {network: {interfaces: [{interface: eth1, vlans: [{vlanId: 100,"
                                + " addresses: [10.3.4.5]}]}]}}",
                        "machine: {network: {interfaces: [{interface: eth1, vlans: [{vlanId: 100, addresses:"
                                + " [10.3.4.6]}, {vlanId: 101, addresses: [10.3.4.7]}]}]}}",
                        "machine: {network: {interfaces: [{interface: eth1, vlans: [{vlanId: 100, addresses: [10.3.4.5,"
                                + " 10.3.4.6]}, {vlanId: 101, addresses: [10.3.4.7]}]}]}}"),
                ok("an interface by its selector",
                        "machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: a, physical: true}}]}}",
                        "machine: {network: {interfaces: [{deviceSelector: {physical: true, hardwareAddr: a},"
                                + " mtu: 9000}]}}",
                        "machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: a, physical: true},"
                                + " mtu: 9000}]}}"),
                ok("another selector is another interface",
                        "machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: a}}]}}",
                        "machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: b}}]}}",
                        "machine: {network: {interfaces: [{deviceSelector: {hardwareAddr: a}},"
                                + " {deviceSelector: {hardwareAddr: b}}]}}"),
                ok("an interface without name is added", "machine: {network: {interfaces: [{interface: eth0}]}}",
                        "machine: {network: {interfaces: [{mtu: 1}]}}",
                        "machine: {network: {interfaces: [{interface: eth0}, {mtu: 1}]}}"));
    }

    private static List<Row> documents() {
        return List.of(
                ok("documents by kind and name", TWO, """
                        {apiVersion: v1alpha1, kind: SideroLinkConfig, apiUrl: b}
                        ---
                        {apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: foo, configFiles: [{content: hi,
                          mountPath: /etc/foo}, {content: more, mountPath: /etc/bar}], environment: [XXX=YYY]}
                        """, """
                        machine: {network: {hostname: hostname1, interfaces: [{interface: eth0, dhcp: true}]}}
                        ---
                        {apiVersion: v1alpha1, kind: SideroLinkConfig, apiUrl: b}
                        ---
                        {apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: foo, configFiles: [{content: hi,
                          mountPath: /etc/foo}, {content: more, mountPath: /etc/bar}], environment: [FOO=BAR, XXX=YYY]}
                        """),
                ok("a new document goes to the end", "machine: {type: worker}",
                        "{apiVersion: v1alpha1, kind: HostnameConfig, hostname: a}",
                        "machine: {type: worker}\n---\n{apiVersion: v1alpha1, kind: HostnameConfig, hostname: a}\n"),
                ok("another name is another document", LINK, "{apiVersion: v1alpha1, kind: LinkConfig, name: eth1}",
                        LINK + "---\n{apiVersion: v1alpha1, kind: LinkConfig, name: eth1}\n"),
                ok("delete, make anew and add, in turn", """
                        {apiVersion: v1alpha1, kind: RegistryMirrorConfig, name: k, endpoints: [{url: "http://a"}]}
                        """, """
                        {apiVersion: v1alpha1, kind: RegistryMirrorConfig, name: k, endpoints: {$patch: delete}}
                        ---
                        {apiVersion: v1alpha1, kind: RegistryMirrorConfig, name: k, endpoints: [{url: "http://b"}]}
                        ---
                        {apiVersion: v1alpha1, kind: RegistryMirrorConfig, name: k, skipFallback: true}
                        """, """
                        {apiVersion: v1alpha1, kind: RegistryMirrorConfig, name: k, endpoints: [{url: "http://b"}],
                          skipFallback: true}
                        """),
                ok("a name that looks like a number", "{apiVersion: v1alpha1, kind: LinkConfig, name: '7'}",
                        "{apiVersion: v1alpha1, kind: LinkConfig, name: 7, mtu: 9000}",
                        "{apiVersion: v1alpha1, kind: LinkConfig, name: '7', mtu: 9000}"),
                ok("empty documents are passed over", "machine: {type: worker}", "---\n# nothing\n---\nmachine: {a: b}",
                        "machine: {type: worker, a: b}"));
    }

    private static List<Row> lists() {
        return List.of(
                ok("lists are appended to", "machine: {certSANs: [a]}", "machine: {certSANs: [b, a]}",
                        "machine: {certSANs: [a, b, a]}"),
                ok("an empty list adds nothing", "machine: {certSANs: [a]}", "machine: {certSANs: []}",
                        "machine: {certSANs: [a]}"),
                ok("mounts are appended", "machine: {kubelet: {extraMounts: [{destination: /a, source: /a}]}}",
                        "machine: {kubelet: {extraMounts: [{destination: /a, source: /b}]}}",
                        "machine: {kubelet: {extraMounts: [{destination: /a, source: /a}, {destination: /a,"
                                + " source: /b}]}}"),
                ok("pod networks are replaced", "cluster: {network: {podSubnets: [10.244.0.0/16], dnsDomain: x}}",
                        "cluster: {network: {podSubnets: [10.0.0.0/8]}}",
                        "cluster: {network: {podSubnets: [10.0.0.0/8], dnsDomain: x}}"),
                ok("service networks of a document are replaced",
                        "{apiVersion: v1alpha1, kind: KubeNetworkConfig, serviceSubnets: [a]}",
                        "{apiVersion: v1alpha1, kind: KubeNetworkConfig, serviceSubnets: [b]}",
                        "{apiVersion: v1alpha1, kind: KubeNetworkConfig, serviceSubnets: [b]}"),
                ok("the audit policy is replaced", "cluster: {apiServer: {auditPolicy: {a: 1, rules: [1]}}}",
                        "cluster: {apiServer: {auditPolicy: {rules: [2]}}}",
                        "cluster: {apiServer: {auditPolicy: {rules: [2]}}}"),
                ok("an audit policy of nothing replaces nothing", "cluster: {apiServer: {auditPolicy: {a: 1}}}",
                        "cluster: {apiServer: {auditPolicy: {}}}", "cluster: {apiServer: {auditPolicy: {a: 1}}}"),
                ok("ingress rules and ports are replaced", "{apiVersion: v1alpha1, kind: NetworkRuleConfig, name: a,"
                        + " portSelector: {ports: [1], protocol: tcp}, ingress: [{subnet: a}]}",
                        "{apiVersion: v1alpha1, kind: NetworkRuleConfig, name: a, portSelector: {ports: [2]},"
                                + " ingress: [{subnet: b}]}",
                        "{apiVersion: v1alpha1, kind: NetworkRuleConfig, name: a, portSelector: {ports: [2],"
                                + " protocol: tcp}, ingress: [{subnet: b}]}"),
                ok("admission plugins by name, their lists appended", "cluster: {apiServer: {admissionControl: [{name:"
                        + " PodSecurity, configuration: {exemptions: {namespaces: [kube-system]}}}]}}",
                        "cluster: {apiServer: {admissionControl: [{name: PodSecurity, configuration: {exemptions:"
                                + " {namespaces: [openebs]}}}, {name: Other}]}}",
                        "cluster: {apiServer: {admissionControl: [{name: PodSecurity, configuration: {exemptions:"
                                + " {namespaces: [kube-system, openebs]}}}, {name: Other}]}}"),
                ok("a rule of image verification is replaced",
                        "{apiVersion: v1alpha1, kind: ImageVerificationConfig, rules: [{image: a, skip: true}]}",
                        "{apiVersion: v1alpha1, kind: ImageVerificationConfig, rules: [{image: a, x: 1}, {image: b}]}",
                        "{apiVersion: v1alpha1, kind: ImageVerificationConfig, rules: [{image: a, x: 1},"
                                + " {image: b}]}"));
    }

    private static List<Row> scalars() {
        return List.of(
                ok("kernel parameters become texts", "machine: {sysctls: {a: '1'}}",
                        "machine: {sysctls: {vm.nr_hugepages: 1024, a: 2, v: 1.10, o: 0644}}",
                        "machine: {sysctls: {a: '2', vm.nr_hugepages: '1024', v: '1.10', o: '0644'}}"),
                ok("new kernel parameters become texts", "machine: {}",
                        "machine: {sysctls: {vm.nr_hugepages: 1024}, kubelet: {extraArgs: {v: 4}}}",
                        "machine: {sysctls: {vm.nr_hugepages: '1024'}, kubelet: {extraArgs: {v: '4'}}}"),
                ok("arguments are replaced, also by nothing and by lists",
                        "cluster: {apiServer: {extraArgs: {a: x, b: y, c: z}}}",
                        "cluster: {apiServer: {extraArgs: {a: '', b: [1, two]}}}",
                        "cluster: {apiServer: {extraArgs: {a: '', b: ['1', two], c: z}}}"),
                ok("an empty text replaces nothing", "machine: {type: worker, mtu: 5}", "machine: {type: '', mtu: 0}",
                        "machine: {type: worker, mtu: 5}"),
                ok("a zero that counts", "{apiVersion: v1alpha1, kind: BondConfig, name: b, miimon: 100, mtu: 1}",
                        "{apiVersion: v1alpha1, kind: BondConfig, name: b, miimon: 0, mtu: 0}",
                        "{apiVersion: v1alpha1, kind: BondConfig, name: b, miimon: 0, mtu: 1}"),
                ok("an octal number", "machine: {files: []}", "machine: {files: [{permissions: 0o644, path: /a}]}",
                        "machine: {files: [{permissions: 420, path: /a}]}"),
                ok("false replaces true", "cluster: {discovery: {enabled: true}}",
                        "cluster: {discovery: {enabled: false}}", "cluster: {discovery: {enabled: false}}"),
                ok("what is not mentioned stays", "machine: {kubelet: {image: a, extraConfig: {maxPods: 5, b: 1}}}",
                        "machine: {kubelet: {extraConfig: {maxPods: 200}}}",
                        "machine: {kubelet: {image: a, extraConfig: {maxPods: 200, b: 1}}}"));
    }

    private static List<Row> deletions() {
        return List.of(
                ok("documents, keys and items", TWO, """
                        {apiVersion: v1alpha1, kind: SideroLinkConfig, $patch: delete}
                        ---
                        apiVersion: v1alpha1
                        kind: ExtensionServiceConfig
                        name: foo
                        configFiles: [{content: hello, $patch: delete}, {content: hello2, mountPath: /etc/foo2}]
                        ---
                        machine:
                          network:
                            hostname: {$patch: delete}
                            interfaces: [{interface: eth0, $patch: delete}, {interface: eth0, dummy: true}]
                        """, """
                        machine: {network: {interfaces: [{interface: eth0, dummy: true}]}}
                        ---
                        {apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: foo, configFiles: [{content: hello2,
                          mountPath: /etc/foo2}], environment: [FOO=BAR]}
                        """),
                ok("a label and a plugin", "machine: {nodeLabels: {a.b/c: '', d: e}}\n"
                        + "cluster: {apiServer: {admissionControl: [{name: PodSecurity}, {name: B}]}}",
                        "machine: {nodeLabels: {a.b/c: {$patch: delete}}}\n"
                                + "cluster: {apiServer: {admissionControl: [{name: PodSecurity, $patch: delete}]}}",
                        "machine: {nodeLabels: {d: e}}\ncluster: {apiServer: {admissionControl: [{name: B}]}}"),
                ok("the last item of a list", "machine: {a: 1, disks: [{device: /dev/x}]}",
                        "machine: {disks: [{$patch: delete, device: /dev/x}]}", "machine: {a: 1}"),
                ok("an item by a number", "{apiVersion: v1alpha1, kind: X, list: [{id: 5}, {id: 6}]}",
                        "{apiVersion: v1alpha1, kind: X, list: [{id: 5, $patch: delete}]}",
                        "{apiVersion: v1alpha1, kind: X, list: [{id: 6}]}"),
                ok("an item is replaced", LINK, """
                        {apiVersion: v1alpha1, kind: LinkConfig, name: eth0, addresses: [{address: 10.0.42.136/24,
                          $patch: delete}, {address: 10.0.42.137/24}]}
                        """, LINK.replace("136", "137")),
                ok("a document that is not there", "machine: {}",
                        "{apiVersion: v1alpha1, kind: KubeFlannelCNIConfig, $patch: delete}", "machine: {}"),
                ok("a key of a document that is not there", "machine: {}",
                        "{apiVersion: v1alpha1, kind: X, a: {$patch: delete}}", "machine: {}"),
                ok("a key that is not there", "machine: {a: b}", "machine: {c: {$patch: delete}}",
                        "machine: {a: b}"),
                no("a key of what is not there", "machine: {}", "machine: {network: {hostname: {$patch: delete}}}",
                        "there is no machine.network to delete something from"),
                no("an item that is not there", LINK, "{apiVersion: v1alpha1, kind: LinkConfig, name: eth0,"
                        + " addresses: [{address: 1.1.1.1/8, $patch: delete}]}", "no item of addresses"),
                no("inside of an item", "machine: {network: {interfaces: [{interface: eth0, mtu: 1}]}}",
                        "machine: {network: {interfaces: [{interface: eth0, mtu: {$patch: delete}}]}}",
                        "nothing inside an item"),
                no("the root document", "machine: {}", "machine: {}\n$patch: delete", "cannot be deleted"),
                no("an item without a key", "machine: {a: [{b: c}]}", "machine: {a: [{$patch: delete}]}",
                        "does not say which item"),
                no("another word than delete", "machine: {a: {b: c}}", "machine: {a: {$patch: replace}}",
                        "no other `$patch`"));
    }

    private static List<Row> refusals() {
        return List.of(
                no("null", "machine: {a: b}", "machine:\n  a:", "nothing stands here"),
                no("a map over a text", "machine: {a: b}", "machine: {a: {c: d}}", "a single value"),
                no("a list over a map", "machine: {a: {b: c}}", "machine: {a: [b]}", "has a map there"),
                no("a text over a list", "machine: {a: [b]}", "machine: {a: b}", "has a list there"),
                no("no kind", "machine: {}", "sysctls: {a: b}", "neither a kind nor machine"),
                no("no version", "machine: {}", "{kind: LinkConfig, name: a}", "no kind that Talos knows"),
                no("a kind of the root document", "machine: {}", "{apiVersion: v1alpha1, kind: v1alpha1}",
                        "no kind that Talos knows"),
                no("a number in two readings", "machine: {}", "machine: {files: [{permissions: 0644}]}",
                        "0644 is read in different ways"),
                no("a broken number", "machine: {a: b}", "machine: {a: 1.10}", "1.10 is read"),
                no("a flag of YAML 1.1", "machine: {}", "machine: {network: {interfaces: [{dhcp: yes}]}}",
                        "yes is read"),
                no("a number with grooves", "machine: {}", "machine: {a: 1_000}", "1_000 is read"),
                no("nothing", "machine: {}", "# nothing\n", "says nothing"),
                no("a text", "machine: {}", "hello", "not a document to merge"),
                no("no YAML", "machine: {}", "machine: {", "not YAML"),
                no("a tag", "machine: {}", "machine: {a: !!binary aGk=}", "tags"),
                no("a key that is a list", "machine: {}", "machine: {? [a] : b}", "a key must be one short text"),
                no("all or nothing", "machine: {a: b}", "machine: {a: c}\n---\nmachine: {a: [d]}", "is a list"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void mergesAsTalosDoes(Row row) {
        List<Finding> findings = new ArrayList<>();
        Configuration base = Docs.of(row.base());
        Configuration result = Docs.patched(base, row.patch(), findings);
        String told = findings.toString();
        assertEquals(!row.finding().isEmpty(), findings.stream().anyMatch(finding -> finding.severity()
                == Finding.Severity.ERROR), told);
        assertEquals(Docs.of(row.result()), result, told);
        assertTrue(told.contains(row.finding()), told);
        if (!row.finding().isEmpty()) {
            assertSame(base, result);
            assertTrue(findings.getFirst().problem().where().startsWith("clusters/c#/patches/p:"), told);
        }
    }
}
