package dev.ichor.mayastor.bundle;

import dev.ichor.mayastor.plan.HandoffPlan;

/**
 * How the objects of a hand-off are called. The release's name begins the name of each object that the chart makes.
 *
 * @param namespace of everything
 * @param release   of Helm
 */
public record Names(String namespace, String release) {
    /** The StorageClass with one replica. */
    public static final String SINGLE = "mayastor-single";
    /** The StorageClass with the plan's replicas; the default class of the cluster. */
    public static final String REPLICATED = "mayastor-replicated";
    /** The PersistentVolumeClaim that is tried, its fio pod. */
    public static final String CLAIM = "ichor-check";
    public static final String FIO = "ichor-check-fio";

    public static Names of(HandoffPlan plan) {
        return new Names(plan.chart().name(), plan.chart().name());
    }

    /** The Service of the exporter, which is the {@code job} of its metrics too. */
    public String exporter() {
        return release + "-metrics-exporter-io-engine";
    }

    /** What stands before Mayastor's values: {@code mayastor.} in the umbrella, else nothing. */
    public static String prefix(HandoffPlan plan) {
        return switch (plan.chart().kind()) {
            case OPENEBS -> "mayastor.";
            case MAYASTOR -> "";
        };
    }
}
