package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.KubeletRules;
import dev.ichor.talos.check.rule.NodeMarks;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What is said of the machine itself: type, authority, kubelet, features, logging. */
final class MachineRules {
    private static final Set<String> SORT = Set.of("v1", "v2");
    private static final Set<String> SINK_SCHEMES = Set.of("tcp", "udp");

    private MachineRules() {
    }

    static void check(Scope scope, Part machine) {
        type(scope, machine.at("type"));
        authority(scope, machine);
        KubeletRules.subnets(machine.at("kubelet", "nodeIP", "validSubnets"));
        KubeletRules.configuration(machine.at("kubelet", "extraConfig"));
        NodeMarks.labels(machine.at("nodeLabels"));
        NodeMarks.annotations(machine.at("nodeAnnotations"));
        NodeMarks.taints(machine.at("nodeTaints"));
        features(scope, machine.at("features"));
        machine.at("logging", "destinations").items().forEach(MachineRules::destination);
        if (scope.since(Contract.V1_14)) {
            deprecated(machine.at("files"), "the documents made for it, e.g. EtcFileConfig or UdevRulesConfig");
            deprecated(machine.at("baseRuntimeSpecOverrides"), "a CRIBaseRuntimeSpecConfig document");
        }
    }

    private static void deprecated(Part part, String instead) {
        if (!part.isEmpty()) {
            part.warning("Talos 1.14 still reads it, but a later one will not", "Use " + instead);
        }
    }

    private static void type(Scope scope, Part type) {
        String wanted = scope.type().label();
        String text = type.text();
        if (text.equals("join") && !scope.isControlPlane()) {
            type.warning("join is the old word for a worker", "Write worker");
        } else if (!text.equals(wanted)) {
            type.error("this must be " + wanted + ", as the node is in the inventory", "Write " + wanted);
        }
    }

    private static void authority(Scope scope, Part machine) {
        Part ca = machine.at("ca");
        boolean accepted = !machine.at("acceptedCAs").isEmpty();
        boolean key = !ca.at("key").isEmpty();
        if (scope.isControlPlane() && !ca.isThere()) {
            ca.error("a control plane needs the authority of the Talos API", "Restore certificate and key");
        } else if (scope.isControlPlane() && !key) {
            ca.at("key").error("a control plane needs the private key of the Talos API's authority",
                    "Restore the key");
        } else if (!scope.isControlPlane() && key) {
            ca.at("key").error("a worker must not hold the private key of the Talos API's authority", "Remove the key");
        } else if (ca.at("crt").isEmpty() && !accepted) {
            ca.at("crt").error("without a certificate of the Talos API's authority nobody can talk to the node",
                    "Restore the certificate, or name acceptedCAs");
        }
    }

    private static void features(Scope scope, Part features) {
        Part dns = features.at("hostDNS");
        if (scope.since(Contract.V1_13) && dns.at("forwardKubeDNSToHost").flag() && !dns.at("enabled").flag()) {
            dns.at("forwardKubeDNSToHost").error("the cluster's DNS cannot be sent to the host's resolver, which is"
                    + " off", "Set hostDNS.enabled, or remove this");
        }
        Part sort = features.at("nodeAddressSortAlgorithm");
        if (!sort.isEmpty() && !SORT.contains(sort.text())) {
            sort.error("no such order of addresses", "Write v1 or v2, or remove it");
        }
        Part access = features.at("kubernetesTalosAPIAccess");
        if (access.at("enabled").flag() && !scope.isControlPlane()) {
            access.error("pods can be let to the Talos API only on control planes", "Remove it from workers");
        }
        NodeMarks.roles(access.at("allowedRoles"));
    }

    private static void destination(Part destination) {
        Optional<URI> uri = Forms.uri(destination.at("endpoint").text());
        if (uri.isEmpty() || uri.get().getHost() == null || !SINK_SCHEMES.contains(uri.get().getScheme())) {
            destination.at("endpoint").error("logs cannot be sent there",
                    "Write tcp://host:port/ or udp://host:port/");
        }
        if (!destination.at("format").text().equals("json_lines")) {
            destination.at("format").error("Talos writes logs only as json_lines", "Write json_lines");
        }
    }
}
