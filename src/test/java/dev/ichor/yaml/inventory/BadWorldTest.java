package dev.ichor.yaml.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A world with a mistake in nearly every line: all are told, each with its file and line. */
@Timeout(30)
class BadWorldTest {
    private final List<InventoryFile> files = new ArrayList<>();

    private void file(String path, String text) {
        files.add(new InventoryFile(path, text));
    }

    private List<String> problems() {
        Problems problems = new Problems();
        InventoryReader.read(files, problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    private void clusters() {
        file("clusters/a.yaml", """
                kind: Cluster
                name: a
                endpoint: 10.0.0.5:6443
                talos: 1.13
                kubernetes: latest
                pods: [10.244.0.0/16, 10.96.7.0/24]
                services: [10.96.0.0/12]
                storge: {}
                """);
        file("clusters/b.yaml", """
                kind: Cluster
                name: b
                endpoint: http://10.0.0.6:6443
                talos: v1.13.9
                kubernetes: v1.36.3
                storage:
                  subnet: 10.1.0.0/24
                  vlan: 4095
                  mtu: 64
                  pool: 10.2.0.10-10.2.0.99
                zones: [x, Y, x]
                mayastor: {replicas: 9, chart-version: newest, enabled: yes}
                """);
        file("clusters/c.yaml", """
                kind: Cluster
                name: c
                endpoint: https://10.0.0.7:6443
                talos: v1.13.9
                kubernetes: v1.36.3
                storage: {subnet: 10.3.0.0/24, pool: 10.3.0.10-10.3.0.99}
                zones: [x, y]
                """);
        file("clusters/d.yaml", """
                kind: Cluster
                name: d
                endpoint: https://api.example.org:443
                talos: v1.13.9
                kubernetes: v1.36.3
                services: [10.112.0.0/12]
                storage: {subnet: 10.3.0.0/16, pool: 10.3.0.90-10.3.1.9}
                """);
        file("clusters/d2.yaml", "kind: Cluster\nname: d\nendpoint: https://x:1\ntalos: v1.1.1\nkubernetes: v1.1.1\n");
        file("clusters/e.yaml", """
                kind: Cluster
                name: e
                endpoint: https://10.0.0.8
                talos: v1.13.9
                kubernetes: v1.36.3
                pods: []
                services: [10.96.0.1/12]
                storage: {subnet: 10.9.0.0/24, pool: 10.9.0.99-10.9.0.10}
                """);
        file("clusters/f.yaml", "kind: Cluster\nname: f\nendpoint: https://10.0.0.8:6443\ntalos: v1.13.9\n"
                + "kubernetes: v1.36.3\nstorage: {subnet: 10.8.0.0/24}\n");
    }

    private void plans() {
        file("clusters/g.yaml", """
                kind: Cluster
                name: g
                endpoint: https://10.0.0.9:6443
                talos: v1.13.9
                kubernetes: v1.36.3
                management:
                  subnet: 10.60.0.0/24
                  gateway: 10.61.0.1
                  nameservers: [9.9.9.9, 9.9.9.9]
                  time-servers: [a_b, 1.2.3, ok.example.org]
                  vip: 10.60.0.255
                storage:
                  subnet: 10.60.0.128/25
                  link: fast
                  bond: lacp
                  pool: 10.60.0.130-10.60.0.140
                  routes:
                    - {network: 10.60.0.0/16, gateway: 10.1.1.1}
                    - {network: 10.60.0.0/16}
                plan: {schematic: abc, installer: "ghcr.io/x:v1", max-pods: 0}
                mayastor: {cores: 0, hugepages: 512, local: disk, isolate: 1}
                patches:
                  - name: ok
                    for: masters
                    patch: |
                      machine:
                        files: [{permissions: 0644}]
                        sysctls:
                  - name: ok
                    patch: {machine: {}}
                  - {name: Two, patch: "[{op: add}]"}
                  - patch: |
                      machine: [
                """);
        file("clusters/h.yaml", """
                kind: Cluster
                name: h
                endpoint: https://10.0.0.10:6443
                talos: v1.13.9
                kubernetes: v1.36.3
                management: {subnet: 10.70.0.0/24, gateway: 10.70.0.1, vip: 10.70.0.5}
                """);
        file("clusters/i.yaml", "kind: Cluster\nname: i\nendpoint: https://10.0.0.10:6443\ntalos: v1.13.9\n"
                + "kubernetes: v1.36.3\nmanagement: {subnet: 10.70.0.0/16, vip: 10.70.0.5}\n");
        file("clusters/j.yaml", "kind: Cluster\nname: j\nendpoint: https://10.0.0.10:6443\ntalos: v1.13.9\n"
                + "kubernetes: v1.36.3\nmanagement: {vip: 10.70.9.5}\n");
        file("clusters/k.yaml", "kind: Cluster\nname: k\nendpoint: https://10.0.0.10:6443\ntalos: v1.13.9\n"
                + "kubernetes: v1.36.3\nstorage: {subnet: 10.3.0.0/24, pool: 10.3.0.10-10.3.0.99}\n");
        node("h1", "h", "address: 10.70.0.5");
        node("h2", "h", "address: 10.70.0.9", "nics: [{mac: '3c:ec:ef:10:00:01', use: storage}]");
        node("h3", "h", "address: 10.70.0.9", "nics: [{mac: '3c:ec:ef:10:00:01', use: storage}]");
        node("h4", "h", "address: 10.70.1.9");
        node("h5", "h", "address: 10.70.0.0");
        node("h6", "h", "address: 10.70.0.1");
        node("h7", "k", "address: 10.3.0.70");
        node("h8", "h", "address: 10.70", "nics: [{mac: x, use: boot}, {mac: '3c:ec:ef:10:00:08', use: management},"
                + " {mac: '3c:ec:ef:10:00:08', use: management}]", "patches: [{name: p, for: all, patch: 'x'}]");
    }

    private void node(String name, String cluster, String... lines) {
        file("nodes/" + name + ".yaml", "kind: Node\nname: " + name + "\ncluster: " + cluster + "\ntype: worker\n"
                + String.join("\n", lines) + "\n");
    }

    private void nodes() {
        file("nodes/1.yaml", """
                kind: Node
                name: Worker_1
                cluster: c
                type: master
                machine: 52:54:00:12:34
                labels:
                  Bad Key/x: y
                  ok: -no-
                disks:
                  - {serial: S1, role: system}
                  - {serial: s1, role: system}
                  - {serial: S2, rol: pool}
                """);
        file("nodes/2.yaml", "kind: Node\nname: n2\ncluster: c\ntype: worker\nzone: z\nstorage: 10.4.0.1\n"
                + "machine: 52:54:00:00:00:02\n");
        file("nodes/3.yaml", "kind: Node\nname: n3\ncluster: c\ntype: worker\nstorage: 10.3.0.0\n"
                + "machine: \"525400000002\"\n");
        file("nodes/3b.yaml", "kind: Node\nname: n3b\ncluster: c\ntype: worker\n"
                + "disks:\n  - serial: Q\n    role: pool\n");
        file("nodes/3c.yaml", "kind: Node\nname: n3c\ncluster: c\ntype: worker\nmachine: To be filled by O.E.M.\n");
        file("nodes/3d.yaml", "kind: Node\nname: n3d\ncluster: c\ntype: worker\n"
                + "machine: 03000200-0400-0500-0006-000700080009\n");
        file("nodes/3e.yaml", "kind: Node\nname: n3e\ncluster: c\ntype: worker\ndisks: [{serial: Z, role: system}]\n");
        file("nodes/3f.yaml", "kind: Node\nname: n3f\ncluster: c\ntype: worker\ndisks: [{serial: z, role: system}]\n");
        file("nodes/4.yaml", "kind: Node\nname: n4\ncluster: c\ntype: worker\nstorage: 10.3.0.20\n");
        file("nodes/5.yaml", "kind: Node\nname: n5\ncluster: d\ntype: worker\nstorage: 10.3.0.20\n"
                + "machine: 52:54:00:00:00:02\n");
        file("nodes/6.yaml", "kind: Node\nname: n6\ncluster: nope\ntype: worker\n");
        file("nodes/7.yaml", "kind: Node\nname: n7\ncluster: a\ntype: worker\n");
        file("nodes/8.yaml", "kind: Node\nname: n8\ncluster: f\ntype: worker\n");
        file("nodes/9.yaml", "kind: Node\nname: n4\ncluster: c\ntype: worker\n");
    }

    private void policies() {
        file("policies/p.yaml", """
                kind: Policy
                name: p
                selector:
                  vender: Dell
                  memory: lots
                  nvme-count: 0
                  macs: [52:54:0]
                cluster: c
                type: worker
                node: Worker-{m}
                zone:
                  by-switch: {leaf: Z}
                disks: {least-pools: 5, most-pools: 2, pool: 1PB}
                auto-arm: "yes"
                """);
        file("policies/q.yaml", """
                kind: Policy
                name: q
                selector: {}
                cluster: c
                type: worker
                node: worker-{n}
                zone:
                  by-switch:
                    leaf.a: z
                """);
        file("policies/r.yaml", "kind: Policy\nname: r\ncluster: f\ntype: worker\nnode: worker\n");
        file("policies/s.yaml", "kind: Policy\nname: s\nselector: {}\ncluster: f\ntype: worker\nnode: w{n}\n");
    }

    private void broken() {
        file("x/empty.yaml", "\n");
        file("x/comment.yaml", "# nothing\n");
        file("x/list.yaml", "- a\n");
        file("x/kind.yaml", "name: x\n");
        file("x/other.yaml", "kind: Machine\nname: x\n");
        file("x/syntax.yaml", "kind: [\n");
        file("x/two.yaml", "kind: Node\nname: two\ncluster: c\ntype: worker\n---\nkind: Node\n");
        file("x/double.yaml", "kind: Node\nname: double\ncluster: c\ncluster: c\ntype: worker\n");
        file("../out.yaml", "kind: Node\n");
        file("/etc/x.yaml", "kind: Node\n");
        file("x/kind.yaml", "name: x\n");
    }

    @Test
    void everyMistakeIsToldAtOnce() throws IOException {
        clusters();
        nodes();
        policies();
        broken();
        assertEquals(golden("bad-world.txt"), String.join("\n", problems()) + "\n");
    }

    @Test
    void mistakesOfNetworksAndPlansToo() throws IOException {
        plans();
        assertEquals(golden("bad-plans.txt"), String.join("\n", problems()) + "\n");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = BadWorldTest.class.getResourceAsStream("/inventory/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
