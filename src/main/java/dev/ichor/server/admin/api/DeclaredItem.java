package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import java.util.Map;
import java.util.Optional;

/** A cluster, node or policy as it is declared; its ETag is the version. */
@About("A cluster, node or policy as it is declared.")
public record DeclaredItem(
        @About(value = "What it is.", words = {"cluster", "node", "policy"}) String kind,
        @About("Unique among its kind.") String name,
        @About("Counts its changes from 1; the ETag.") long version,
        @About("Name of the policy that made it; null if a person declared it.") Optional<String> made,
        @About("The machine that is this node.") Optional<MachineId> machine,
        @About("Storage address that the node has, declared or from the pool.") Optional<Ipv4> address,
        @About("The declaration in its canonical form.") Map<String, Object> spec,
        @About("The same as YAML.") String yaml) {
}
