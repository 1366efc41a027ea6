package dev.ichor.inventory;

import dev.ichor.base.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that is declared, each list sorted by name. */
public record World(List<Cluster> clusters, List<Node> nodes, List<Policy> policies) {
    public static final World EMPTY = new World(List.of(), List.of(), List.of());

    public World {
        clusters = List.copyOf(clusters);
        nodes = List.copyOf(nodes);
        policies = List.copyOf(policies);
    }

    public Optional<Cluster> cluster(String name) {
        return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    public Optional<Node> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public Optional<Policy> policy(String name) {
        return policies.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** This world with what the other one declares, anew or for the first time. */
    public World with(World other) {
        return new World(over(clusters, other.clusters), over(nodes, other.nodes), over(policies, other.policies));
    }

    private static <T extends Declared> List<T> over(List<T> these, List<T> those) {
        Set<String> anew = those.stream().map(Declared::name).collect(Collectors.toSet());
        return Stream.concat(these.stream().filter(one -> !anew.contains(one.name())), those.stream())
                .sorted(Comparator.comparing(Declared::name)).toList();
    }

    /** Clusters, then nodes, then policies. */
    public List<Declared> all() {
        List<Declared> all = new ArrayList<>(clusters);
        all.addAll(nodes);
        all.addAll(policies);
        return all;
    }

    /** What does not fit together, beyond what one file shows. {@code where} is {@code clusters/NAME#/path/in/it}. */
    public List<Problem> problems() {
        return problems(Set.of());
    }

    /**
     * As above.
     *
     * @param unread names of clusters that are declared but could not be read: who names them is not to blame
     */
    public List<Problem> problems(Set<String> unread) {
        return new WorldCheck(this, unread).problems();
    }
}
