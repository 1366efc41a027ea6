package dev.ichor.talos.check.rule;

import java.util.Set;

/** What holds for the kubelet in every form of configuration. */
public final class KubeletRules {
    private static final Set<String> PROTECTED = Set.of("apiVersion", "authentication", "authorization", "cgroupRoot",
            "kind", "kubeletCgroups", "port", "protectKernelDefaults", "resolvConf", "rotateCertificates",
            "systemCgroups", "staticPodPath", "seccompDefault");

    private KubeletRules() {
    }

    /** Subnets from which the node's address is taken. */
    public static void subnets(Part subnets) {
        subnets.items().stream().filter(subnet -> !Forms.isFilter(subnet.text())).forEach(subnet ->
                subnet.error("no subnet", "Write e.g. 192.0.2.0/24, or !192.0.2.0/24 to leave it out"));
    }

    /** The kubelet's own configuration. */
    public static void configuration(Part configuration) {
        configuration.entries().forEach((key, value) -> {
            if (PROTECTED.contains(key)) {
                value.error("Talos sets this itself", "Remove it");
            }
        });
    }
}
