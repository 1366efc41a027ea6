package dev.ichor.talos.node;

import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kubernetes labels: what Mayastor goes by, the zone, the switch that the management NIC is plugged into as its LLDP
 * says, and the rack, if the switch's name tells one ({@code rack12-leaf}, {@code tor-r7}). The node's own come last.
 */
final class NodeLabels {
    private static final int LONGEST = 63;
    private static final Pattern RACK = Pattern.compile("(?:^|[^a-z0-9])(?:rack[-_.]?([a-z]?[0-9]+|[a-z])|r-?([0-9]+))"
            + "(?![a-z0-9])");

    private NodeLabels() {
    }

    static void write(Sheet sheet, NicPlan plan) {
        Map<String, String> labels = new TreeMap<>();
        if (IoCores.isStorage(sheet.input)) {
            labels.put("openebs.io/engine", "mayastor");
        }
        if (!sheet.input.node().zone().isEmpty()) {
            labels.put("topology.kubernetes.io/zone", sheet.input.node().zone());
        }
        Stream.concat(plan.management().stream(), sheet.input.fingerprint().nics().stream())
                .map(Nic::lldp).flatMap(Optional::stream).map(Nic.Lldp::system).filter(name -> !value(name).isEmpty())
                .findFirst().ifPresent(name -> {
                    labels.put("ichor.dev/switch", value(name));
                    rack(name).ifPresent(rack -> labels.put("ichor.dev/rack", rack));
                });
        labels.putAll(sheet.input.node().labels());
        if (sheet.since(Contract.V1_14)) {
            sheet.putAll("KubeNodeConfig", labels, "labels");
        } else {
            sheet.putAll(Document.V1ALPHA1, labels, "machine", "nodeLabels");
        }
    }

    /** What of a text may be a label's value; empty if nothing may. */
    static String value(String text) {
        String out = text.strip().replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        out = out.length() > LONGEST ? out.substring(0, LONGEST) : out;
        return out.replaceAll("[^A-Za-z0-9]+$", "");
    }

    static Optional<String> rack(String system) {
        Matcher found = RACK.matcher(system.toLowerCase(Locale.ROOT));
        return found.find() ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1)) : Optional.empty();
    }
}
