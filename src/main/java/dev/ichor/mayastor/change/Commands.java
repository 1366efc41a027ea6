package dev.ichor.mayastor.change;

/** Commands by what the release is called: its namespace tells which of the two charts it is. */
final class Commands {
    private Commands() {
    }

    /** The plugin of kubectl. */
    static String plugin(String namespace) {
        return namespace.equals("mayastor") ? "kubectl mayastor" : "kubectl openebs mayastor";
    }

    /** Nothing restarts io-engine pods by itself: the chart's update strategy is OnDelete. */
    static String restart(String namespace) {
        String in = " -n " + namespace;
        return "io-engine pods are not restarted by themselves. Node after node: " + plugin(namespace)
                + " drain node NODE update" + in + ", kubectl delete pod -l app=io-engine --field-selector"
                + " spec.nodeName=NODE" + in + ", wait until it is Ready, " + plugin(namespace)
                + " uncordon node NODE update" + in + ", and go on only when " + plugin(namespace) + " get volumes"
                + in + " shows all volumes Online";
    }
}
