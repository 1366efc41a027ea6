package dev.ichor.inventory;

/** Something that people declare: in a file, or over the API. */
public sealed interface Declared permits Cluster, Node, Policy {
    /** Unique among its kind: an RFC 1123 label. */
    String name();

    /** What it is. */
    Kind kind();

    /** The kinds, in the order in which they are applied. */
    enum Kind {
        CLUSTER("Cluster", "clusters"), NODE("Node", "nodes"), POLICY("Policy", "policies");

        private final String label;
        private final String folder;

        Kind(String label, String folder) {
            this.label = label;
            this.folder = folder;
        }

        /** The word behind {@code kind:} in a file. */
        public String label() {
            return label;
        }

        /** The folder of {@code inventory/}, and the path of the API. */
        public String folder() {
            return folder;
        }
    }
}
