package dev.ichor.inventory;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the nodes' Talos shall be, beyond its version.
 *
 * @param schematic Image Factory schematic, 64 hexadecimal digits; empty: the plain release, or what the appliance
 *                  needs to write (see {@link MayastorPlan#isolate()})
 * @param installer installer image without its tag; empty: the one that fits version and schematic
 * @param maxPods   most pods of a node; empty: 200 where Mayastor is installed, else what Kubernetes takes
 * @param patches   applied in order before what the appliance adds itself
 */
public record TalosPlan(String schematic, String installer, OptionalInt maxPods, List<Patch> patches) {
    public static final TalosPlan DEFAULT = new TalosPlan("", "", OptionalInt.empty(), List.of());

    public TalosPlan {
        patches = List.copyOf(patches);
    }
}
