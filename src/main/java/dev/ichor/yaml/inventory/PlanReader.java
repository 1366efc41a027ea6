package dev.ichor.yaml.inventory;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.Patch;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.talos.patch.Patches;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what the nodes' Talos and the cluster's Mayastor shall be, and patches. */
final class PlanReader {
    private static final int MOST_PATCHES = 64;
    private static final int MOST_PODS = 1000;
    private static final int LEAST_PAGES = 1024;
    private static final int MOST_PAGES = 1 << 20;
    private static final int MOST_CORES = 16;

    private PlanReader() {
    }

    /** @param fields of the cluster */
    static TalosPlan talos(Fields fields, Problems problems) {
        List<Patch> patches = patches(fields, true, problems);
        return fields.fields("plan").map(plan -> {
            String schematic = plan.parsed("schematic", PlanReader::schematic).orElse("");
            String installer = plan.parsed("installer", PlanReader::installer).orElse("");
            OptionalInt pods = plan.integer("max-pods", 1, MOST_PODS).map(most -> OptionalInt.of(most.intValue()))
                    .orElse(OptionalInt.empty());
            plan.finish();
            return new TalosPlan(schematic, installer, pods, patches);
        }).orElse(new TalosPlan("", "", OptionalInt.empty(), patches));
    }

    private static String schematic(String text) throws Malformed {
        if (!text.matches("[0-9a-f]{64}")) {
            throw new Malformed("not the id of a schematic (expected 64 hexadecimal digits)");
        }
        return text;
    }

    private static String installer(String text) throws Malformed {
        if (!text.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+")
                || text.length() > 255) {
            throw new Malformed("not an image without its tag (expected ghcr.io/siderolabs/installer)");
        }
        return text;
    }

    static MayastorPlan mayastor(Fields fields) {
        MayastorPlan usual = MayastorPlan.DEFAULT;
        boolean enabled = fields.flag("enabled").orElse(usual.enabled());
        String chart = fields.parsed("chart-version", Forms::chartVersion).orElse("");
        int replicas = fields.integer("replicas", 1, 5).map(Long::intValue).orElse(usual.replicas());
        int cores = fields.integer("cores", 1, MOST_CORES).map(Long::intValue).orElse(usual.cores());
        boolean isolate = fields.flag("isolate").orElse(usual.isolate());
        int pages = fields.integer("hugepages", LEAST_PAGES, MOST_PAGES).map(Long::intValue).orElse(usual.hugepages());
        boolean target = fields.flag("nvmet-tcp").orElse(usual.nvmetTcp());
        MayastorPlan.LocalVolume local = fields.parsed("local", PlanReader::local).orElse(usual.local());
        Handoff handoff = HandoffReader.read(fields, chart);
        fields.finish();
        return new MayastorPlan(enabled, chart, replicas, cores, isolate, pages, target, local, handoff);
    }

    private static MayastorPlan.LocalVolume local(String text) throws Malformed {
        for (MayastorPlan.LocalVolume local : MayastorPlan.LocalVolume.values()) {
            if (local.name().toLowerCase(Locale.ROOT).equals(text)) {
                return local;
            }
        }
        throw new Malformed("unknown place (known: auto, mount, volume, none)");
    }

    /**
     * The patches of a cluster or a node.
     *
     * @param aimed whether each may say which nodes it is for
     */
    static List<Patch> patches(Fields fields, boolean aimed, Problems problems) {
        List<Patch> patches = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<YamlNode> items = fields.list("patches");
        for (YamlNode item : items) {
            Fields.of(item, problems).ifPresent(patch -> {
                patch.require("name", "patch");
                Optional<String> name = patch.parsed("name", NodeNames::label);
                Patch.Target target = aimed ? patch.parsed("for", PlanReader::target).orElse(Patch.Target.ALL)
                        : Patch.Target.ALL;
                Optional<String> text = text(patch, problems);
                if (name.filter(one -> !names.add(one)).isPresent()) {
                    patch.problem("name", "there is a patch of this name already", "Give it another name");
                }
                patch.finish();
                name.ifPresent(one -> text.ifPresent(yaml -> patches.add(new Patch(one, target, yaml))));
            });
        }
        if (items.size() > MOST_PATCHES) {
            fields.problem("patches", "more than " + MOST_PATCHES + " patches", "Remove some");
        }
        return patches;
    }

    private static Optional<String> text(Fields patch, Problems problems) {
        Optional<YamlNode> node = patch.node("patch");
        if (node.filter(value -> !(value instanceof YamlNode.Scalar)).isPresent()) {
            patch.problem("patch", "expected the patch's YAML as a text, found " + node.get().kind(),
                    "Write 'patch: |' and the YAML indented below");
            return Optional.empty();
        }
        return node.map(value -> ((YamlNode.Scalar) value).text()).filter(text -> {
            // Lines count anew in a text: its own place and the line in it are both told
            Patches.check(text, "line").forEach(problem -> problems.add(patch.mark("patch").toString(),
                    (problem.where().equals("line") ? "" : problem.where().replaceFirst("^line:", "line ")
                            + " of the patch: ") + problem.what(), problem.mend()));
            return true;
        });
    }

    private static Patch.Target target(String text) throws Malformed {
        for (Patch.Target target : Patch.Target.values()) {
            if (target.name().toLowerCase(Locale.ROOT).equals(text)) {
                return target;
            }
        }
        throw new Malformed("unknown nodes (known: all, controlplane, worker)");
    }
}
