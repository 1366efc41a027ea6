package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;

/** All rules for the document without a kind. */
public final class MainRules {
    private MainRules() {
    }

    public static void check(Scope scope) {
        Part main = scope.main();
        if (!main.isThere()) {
            return;
        }
        if (main.at("persist").isThere() && !main.at("persist").flag()) {
            main.at("persist").error("a node that does not keep its configuration loses it at the next boot",
                    "Remove it, or write persist: true");
        }
        if (!main.at("machine").isThere()) {
            main.at("machine").error("the machine's configuration is missing", "Restore it");
            return;
        }
        MachineRules.check(scope, main.at("machine"));
        InstallRules.check(scope, main.at("machine", "install"));
        NetworkRules.check(scope, main.at("machine", "network"));
        StorageRules.check(main.at("machine"));
        ClusterRules.check(scope, main.at("cluster"));
    }
}
