package dev.ichor.inventory;

/**
 * A change of the Talos configuration that an operator wants: documents that are merged as Talos merges them, or a
 * list of JSON patch operations (RFC 6902) on the v1alpha1 document.
 *
 * @param name   for messages; unique in its list
 * @param target which nodes
 * @param text   YAML
 */
public record Patch(String name, Target target, String text) {
    /** Which nodes get it; for the patches of one node always {@code ALL}. */
    public enum Target {
        ALL, CONTROLPLANE, WORKER;

        /** True if a node of that type gets it. */
        public boolean covers(NodeType type) {
            return switch (this) {
                case ALL -> true;
                case CONTROLPLANE -> type == NodeType.CONTROLPLANE;
                case WORKER -> type == NodeType.WORKER;
            };
        }
    }
}
