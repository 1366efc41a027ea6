package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.yaml.inventory.InventoryFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The declared world: clusters, nodes, policies. Every change is audited and checked as a whole. Thread-safe. */
public interface Declarations {
    /**
     * A declared thing.
     *
     * @param version counts its changes from 1
     * @param made    name of the policy that made it; empty if a person declared it
     * @param machine id of the machine that is this node; empty for others
     * @param address storage address that the node has, declared or from the pool; empty if it has none, and for others
     */
    record Item(Declared declared, long version, String made, String machine, Optional<Ipv4> address) {
    }

    World world();

    List<Item> list(Declared.Kind kind);

    Optional<Item> find(Declared.Kind kind, String name);

    /**
     * Declares one thing anew or for the first time.
     *
     * @param text    YAML or JSON
     * @param version the one that the caller has seen, 0 if there must be none; empty: whatever it is
     */
    Outcome<Item> put(Declared.Kind kind, String name, String text, OptionalLong version, Caller by);

    /** A cluster with nodes, or a node that a machine is, is not deleted. */
    Outcome<Item> delete(Declared.Kind kind, String name, OptionalLong version, Caller by);

    /** What applying would change; nothing is changed. */
    Outcome<List<Change>> plan(List<InventoryFile> files, boolean prune);

    /** Makes the world what the files say, all of it or nothing; returns what changed. */
    Outcome<List<Change>> apply(List<InventoryFile> files, boolean prune, Caller by);

    /**
     * The files that would declare this world: as they were applied, with their comments, where nothing changed
     * since.
     */
    List<InventoryFile> export();
}
