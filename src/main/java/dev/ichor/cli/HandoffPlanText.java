package dev.ichor.cli;

import dev.ichor.server.admin.api.HandoffPlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The plan of a hand-off as a sheet of 100 columns: verdicts, pools, capacity, what if, costs, findings. */
final class HandoffPlanText {
    private HandoffPlanText() {
    }

    static String of(HandoffPlanView plan) {
        StringBuilder out = new StringBuilder(Asking.paragraph("Mayastor " + plan.chart().mayastor() + " on "
                + plan.cluster() + ", by the chart " + plan.chart().name() + "/" + plan.chart().name() + " "
                + plan.chart().version() + "."));
        out.append(Marked.of("NODES", plan.quorum().verdict().replace('-', ' ') + ": " + plan.quorum().text()));
        out.append(Marked.of("DOMAINS", plan.domains().text(), members(plan.domains())));
        out.append(Marked.of("ENGINE", plan.engine().cores().isEmpty() ? "" : "Cores "
                + plan.engine().cores().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " and "
                + plan.engine().hugepages() + " hugepages of 2 MiB on each storage node", plan.engine().text()));
        out.append(Marked.of("CAPACITY", plan.capacity().text()));
        pools(out, plan);
        changes(out, plan);
        plan.costs().ifPresent(costs -> out.append('\n').append(costs(costs)));
        if (!plan.findings().isEmpty()) {
            out.append('\n');
            plan.findings().forEach(one -> out.append(Marked.of(one.severity().toUpperCase(Locale.ROOT),
                    (one.where().isEmpty() ? "" : one.where() + ": ") + one.what(), one.mend())));
        }
        return out.append('\n').append(verdict(plan)).toString();
    }

    /** Domains that are nodes say nothing that the table of pools does not. */
    private static String members(HandoffPlanView.Domains domains) {
        return domains.kind().equals("node") ? "" : domains.members().entrySet().stream()
                .map(domain -> (domain.getKey().isEmpty() ? "none" : domain.getKey()) + ": "
                        + String.join(", ", domain.getValue())).collect(Collectors.joining("; "));
    }

    private static void pools(StringBuilder out, HandoffPlanView plan) {
        Table table = new Table("NODE", "PLACE", "STORAGE", "POOL", "SERIAL", "MODEL", "SIZE", "DISK");
        for (HandoffPlanView.Node node : plan.nodes()) {
            for (HandoffPlanView.Pool pool : node.pools()) {
                table.row(node.name(), place(node), Show.of(node.storage()), pool.name(), pool.serial(), pool.model(),
                        Show.capacity(pool.bytes()), pool.kept() ? "this pool" : "new");
            }
        }
        if (!table.isEmpty()) {
            out.append('\n').append(table.text());
        }
    }

    private static String place(HandoffPlanView.Node node) {
        List<String> parts = new ArrayList<>(List.of(node.zone(), node.rack(), node.fabric()));
        parts.removeIf(String::isEmpty);
        return String.join(" ", parts);
    }

    private static void changes(StringBuilder out, HandoffPlanView plan) {
        HandoffPlanView.Capacity capacity = plan.capacity();
        Table table = new Table("WHEN", "RAW", "USABLE", "REPLICAS", "THEN");
        table.row("now", Show.capacity(capacity.raw()), Show.capacity(capacity.usable()), capacity.replicas(),
                "stranded " + Show.capacity(capacity.stranded()) + ", overhead " + Show.capacity(capacity.overhead())
                        + ", greatest node " + capacity.skew() + " % of the mean");
        plan.growth().ifPresent(change -> row(table, change));
        plan.losses().forEach(change -> row(table, change));
        out.append('\n').append(table.text());
    }

    private static void row(Table table, HandoffPlanView.WhatIf change) {
        table.row(change.what(), Show.capacity(change.raw()), Show.capacity(change.usable()), change.replicas(),
                change.text());
    }

    private static String costs(HandoffPlanView.Costs costs) {
        return Marked.of("COSTS", costs.currency() + " " + costs.total() + ": nodes " + costs.nodes() + ", pool disks "
                + costs.disks(), costs.perUsableTib().map(amount -> costs.currency() + " " + amount
                + " for each usable TiB").orElse(""));
    }

    private static String verdict(HandoffPlanView plan) {
        long errors = plan.findings().stream().filter(one -> one.severity().equals("error")).count();
        return plan.refused() ? "There is no bundle: " + errors + (errors == 1 ? " error.\n" : " errors.\n")
                : "A bundle can be made.\n";
    }
}
