package dev.ichor.mayastor.chart;

import dev.ichor.inventory.Handoff;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The charts that are known, and what they fit. OpenEBS 4.2 brings Mayastor 2.8, 4.3 brings 2.9, 4.4.0 brings 2.10.0,
 * 4.5.0 and 4.5.1 bring 2.11.0 and 2.11.1, 4.6.0 and 4.6.1 bring 2.12.0 and 2.12.1 (OpenEBS release notes).
 */
public final class Charts {
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4})(?:\\.[0-9].*)?");
    /** OpenEBS prerequisites, 4.5. */
    private static final int LEAST_KUBERNETES = 23;
    /** The newest that a known Talos brings. */
    private static final int NEWEST_KUBERNETES = 37;
    private static final int FIRST_TALOS = 11;
    private static final int LAST_TALOS = 14;

    private static final List<Chart> KNOWN = List.of(
            umbrella("4.2.0", "2.8.0"), umbrella("4.3.0", "2.9.0"), umbrella("4.3.1", "2.9.1"),
            umbrella("4.3.2", "2.9.2"), umbrella("4.4.0", "2.10.0"), umbrella("4.5.0", "2.11.0"),
            umbrella("4.5.1", "2.11.1"), umbrella("4.6.0", "2.12.0"), umbrella("4.6.1", "2.12.1"),
            alone("2.7.0"), alone("2.7.1"), alone("2.8.0"), alone("2.9.0"), alone("2.9.1"), alone("2.9.2"),
            alone("2.10.0"), alone("2.11.0"), alone("2.11.1"), alone("2.12.0"), alone("2.12.1"));

    /** Whether a chart runs on a cluster. */
    public sealed interface Fit {
        /** It does. @param evidence what that rests on */
        record Fits(String evidence) implements Fit {
        }

        /** It does not. @param what is wrong @param mend what to do about it */
        record Unfit(String what, String mend) implements Fit {
        }

        /** Nothing is known that tells. @param why what is not known */
        record Unknown(String why) implements Fit {
        }
    }

    private Charts() {
    }

    private static Chart umbrella(String version, String mayastor) {
        return new Chart(Handoff.Chart.OPENEBS, version, mayastor, pools(mayastor));
    }

    private static Chart alone(String version) {
        return new Chart(Handoff.Chart.MAYASTOR, version, version, pools(version));
    }

    /** Mayastor 2.6 to 2.8 serve {@code v1beta2}, from 2.9 on {@code v1beta3}; the operator drops older ones. */
    private static String pools(String mayastor) {
        return minor(mayastor) < 9 ? "v1beta2" : "v1beta3";
    }

    /** Oldest first. */
    public static List<Chart> known(Handoff.Chart kind) {
        return KNOWN.stream().filter(chart -> chart.kind() == kind).toList();
    }

    /** The newest that is known to be good: Talos's own tests install it. */
    public static Chart usual(Handoff.Chart kind) {
        String version = switch (kind) {
            case OPENEBS -> "4.5.1";
            case MAYASTOR -> "2.11.1";
        };
        return find(kind, version).orElseThrow();
    }

    /** @param version empty for the usual one */
    public static Optional<Chart> find(Handoff.Chart kind, String version) {
        return version.isEmpty() ? Optional.of(usual(kind))
                : known(kind).stream().filter(chart -> chart.version().equals(version)).findFirst();
    }

    /** Whether the chart's Mayastor is 2.{@code minor} or newer. */
    public static boolean since(Chart chart, int minor) {
        return minor(chart.mayastor()) >= minor;
    }

    private static int minor(String mayastor) {
        return parts(mayastor).orElseThrow()[1];
    }

    private static Optional<int[]> parts(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches() ? Optional.of(new int[] {Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2))}) : Optional.empty();
    }

    /**
     * Whether the chart runs on that Talos and Kubernetes.
     *
     * @param talos      e.g. {@code v1.13.9}
     * @param kubernetes e.g. {@code v1.36.3}
     */
    public static Fit fit(Chart chart, String talos, String kubernetes) {
        Optional<int[]> system = parts(talos);
        Optional<int[]> cluster = parts(kubernetes);
        if (system.isEmpty() || cluster.isEmpty()) {
            return new Fit.Unknown("\"" + (system.isEmpty() ? talos : kubernetes) + "\" is not a version");
        }
        if (before(cluster.get(), LEAST_KUBERNETES)) {
            return new Fit.Unfit(chart + " asks for Kubernetes 1." + LEAST_KUBERNETES + " or newer; the cluster has "
                    + kubernetes, "Take a newer Kubernetes");
        }
        if (system.get()[0] == 1 && system.get()[1] >= LAST_TALOS && !since(chart, 10)) {
            return new Fit.Unfit(chart + " is too old for Talos " + talos + ": since 1.14 folders for local volumes are"
                    + " no longer mounted into the kubelet, and only with Mayastor 2.10 and newer it is known where"
                    + " etcd's volume goes instead", "Take " + usual(chart.kind()));
        }
        if (!since(chart, 10)) {
            return new Fit.Unknown(chart + " was never tried with Talos " + talos);
        }
        if (since(chart, 12)) {
            return new Fit.Unknown(chart + " is newer than what is known to be good, which is "
                    + usual(chart.kind()).version());
        }
        boolean kernel = system.get()[0] == 1 && system.get()[1] >= FIRST_TALOS && system.get()[1] <= LAST_TALOS;
        if (!kernel) {
            return new Fit.Unknown("what Talos " + talos + " brings is not known; known are 1." + FIRST_TALOS + " to 1."
                    + LAST_TALOS);
        }
        if (cluster.get()[0] != 1 || cluster.get()[1] > NEWEST_KUBERNETES) {
            return new Fit.Unknown("Kubernetes " + kubernetes + " is newer than 1." + NEWEST_KUBERNETES);
        }
        return new Fit.Fits(chart + " asks for Kubernetes 1." + LEAST_KUBERNETES + " and Linux 5.13 with nvme_tcp;"
                + " the cluster has " + kubernetes + ", and Talos " + talos + " brings Linux 6.12 or newer with"
                + " nvme_tcp built in");
    }

    private static boolean before(int[] version, int minor) {
        return version[0] < 1 || version[0] == 1 && version[1] < minor;
    }
}
