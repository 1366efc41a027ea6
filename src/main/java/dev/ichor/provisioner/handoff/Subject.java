package dev.ichor.provisioner.handoff;

import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What proofs are about: {@code NODE}, {@code NODE to NODE} or {@code NODE/SERIAL}. Pure. */
final class Subject {
    static final List<String> KINDS = List.of("jumbo", "hugepages", "label", "disk", "ready", "kubernetes");
    private static final String TO = " to ";

    private Subject() {
    }

    /** Names of the nodes in a subject, whether they exist or not. */
    static List<String> nodes(String subject) {
        if (subject.contains(TO)) {
            return List.of(subject.split(TO, 2));
        }
        int slash = subject.indexOf('/');
        return List.of(slash < 0 ? subject : subject.substring(0, slash));
    }

    /** What is wrong with a proof's subject, given its kind, which is one of {@link #KINDS}. */
    static Optional<String> trouble(Proof proof, Site site, HandoffPlan plan) {
        Set<String> known = site.nodes().stream().map(node -> node.node().name()).collect(Collectors.toSet());
        List<String> named = nodes(proof.subject());
        List<String> strangers = named.stream().filter(name -> !known.contains(name)).distinct().toList();
        if (!strangers.isEmpty()) {
            return Optional.of("cluster " + site.cluster().name() + " has no node "
                    + String.join(" and no node ", strangers.stream().map(Subject::quoted).toList()));
        }
        boolean right = switch (proof.kind()) {
            case "jumbo" -> named.size() == 2 && !named.getFirst().equals(named.getLast());
            case "disk" -> proof.subject().contains("/") && isPoolDisk(proof.subject(), plan);
            default -> proof.subject().equals(named.getFirst());
        };
        return right ? Optional.empty() : Optional.of(switch (proof.kind()) {
            case "jumbo" -> "'" + proof.subject() + "' is not of the form NODE to NODE, with two nodes";
            case "disk" -> "'" + proof.subject() + "' is no pool disk of the plan, in the form NODE/SERIAL";
            default -> "'" + proof.subject() + "' is not the name of a node alone";
        });
    }

    private static boolean isPoolDisk(String subject, HandoffPlan plan) {
        return plan.pools().stream().anyMatch(pool -> subject.equals(pool.node() + "/" + pool.serial()));
    }

    private static String quoted(String name) {
        return "'" + (name.length() <= 80 ? name : name.substring(0, 80) + "…") + "'";
    }
}
