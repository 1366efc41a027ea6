package dev.ichor.mayastor.chart;

import dev.ichor.inventory.Handoff;

/**
 * A version of a Helm chart that brings Mayastor.
 *
 * @param kind     which chart
 * @param version  of the chart, e.g. {@code 4.5.1}
 * @param mayastor the version of Mayastor in it, e.g. {@code 2.11.1}
 * @param poolApi  the version of {@code openebs.io} in which it serves DiskPools, e.g. {@code v1beta3}
 */
public record Chart(Handoff.Chart kind, String version, String mayastor, String poolApi) {
    /** The Helm repository's URL. */
    public String repository() {
        return switch (kind) {
            case OPENEBS -> "https://openebs.github.io/openebs";
            case MAYASTOR -> "https://openebs.github.io/mayastor-extensions/";
        };
    }

    /** The name of the repository as guides add it, and of the chart in it. */
    public String name() {
        return switch (kind) {
            case OPENEBS -> "openebs";
            case MAYASTOR -> "mayastor";
        };
    }

    @Override
    public String toString() {
        return name() + "/" + name() + " " + version;
    }
}
