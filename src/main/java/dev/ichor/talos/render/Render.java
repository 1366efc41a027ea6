package dev.ichor.talos.render;

import dev.ichor.base.Malformed;
import dev.ichor.inventory.Patch;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.check.HardwareRules;
import dev.ichor.talos.check.TalosRules;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.generate.Base;
import dev.ichor.talos.generate.Images;
import dev.ichor.talos.generate.Pairing;
import dev.ichor.talos.node.NodeLayer;
import dev.ichor.talos.node.Schematic;
import dev.ichor.talos.patch.Patches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a node's configuration; the same input gives the same bytes. */
public final class Render {
    private Render() {
    }

    /** Renders and checks; whatever is wrong is among the findings, all at once. */
    public static Rendering node(NodeInput input) {
        List<Finding> findings = new ArrayList<>();
        Optional<TalosVersion> talos = version("talos", input.cluster().talos(), findings);
        Optional<TalosVersion> kubernetes = version("kubernetes", input.cluster().kubernetes(), findings);
        Optional<Contract> contract = talos.flatMap(Contract::of);
        if (talos.isPresent() && contract.isEmpty()) {
            findings.add(Finding.error(where(input, "/talos"), "no configuration can be made for Talos " + talos.get(),
                    "Use a version from 1.10 to 1.14"));
        }
        if (talos.isEmpty() || kubernetes.isEmpty() || contract.isEmpty()) {
            return new Rendering(new Configuration(List.of()), "", "", "", findings);
        }
        findings.addAll(Pairing.check(talos.get(), kubernetes.get(), where(input, "/kubernetes")));
        String schematic = Schematic.id(input, contract.get());
        String installer = Images.installer(talos.get(), schematic, input.cluster().plan().installer());
        Configuration made = Base.of(contract.get(), new Base.Input(input.node().type(), input.cluster().name(),
                input.cluster().endpoint(), kubernetes.get(), input.cluster().pods(), input.cluster().services(),
                input.secrets(), Optional.of(installer)));
        made = patched(made, input, input.cluster().plan().patches(), where(input, "/patches"), findings);
        made = NodeLayer.apply(made, contract.get(), input, findings);
        made = patched(made, input, input.node().patches(), "nodes/" + input.node().name() + "#/patches", findings);
        findings.addAll(TalosRules.check(contract.get(), input.node().type(), made));
        findings.addAll(HardwareRules.check(contract.get(), input, made));
        return new Rendering(made, ConfigurationText.of(made), schematic, Schematic.yaml(input, contract.get()),
                installer, findings);
    }

    private static Configuration patched(Configuration made, NodeInput input, List<Patch> patches, String where,
                                         List<Finding> findings) {
        return Patches.apply(made, patches.stream().filter(patch -> patch.target().covers(input.node().type()))
                .toList(), where, findings);
    }

    private static Optional<TalosVersion> version(String key, String text, List<Finding> findings) {
        try {
            return Optional.of(TalosVersion.parse(text));
        } catch (Malformed e) {
            findings.add(Finding.error(key, e.getMessage(), ""));
            return Optional.empty();
        }
    }

    private static String where(NodeInput input, String path) {
        return "clusters/" + input.cluster().name() + "#" + path;
    }
}
