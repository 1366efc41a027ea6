package dev.ichor.machine;

/**
 * The node that a machine is.
 *
 * @param cluster its cluster's name
 * @param node    the node's name
 * @param by      who decided: a person's token, {@code policy NAME}, or {@code inventory} for a node that names the
 *                machine
 */
public record Place(String cluster, String node, String by) {
    @Override
    public String toString() {
        return node + " of cluster " + cluster;
    }
}
