package dev.ichor.inventory;

import dev.ichor.base.Sha256;
import dev.ichor.machine.hardware.DiskId;
import java.nio.charset.StandardCharsets;

/**
 * Names of Mayastor pools. A pool is named {@code NODE-TAG}: the node's name, a hyphen, and a tag of lower-case letters
 * and digits without a hyphen. So the last hyphen always parts the two, and a pool on a disk says whose it is.
 * Mayastor keeps the name in an SPDK volume store, which takes 63 characters.
 */
public final class PoolNames {
    private static final int LONGEST_NODE = 54;
    private static final int TAG = 8;

    private PoolNames() {
    }

    /** The name of the pool that a node has on a disk: the same whenever the disk is found in that node. */
    public static String of(String node, DiskId disk) {
        return part(node) + "-" + hash(disk.wwid() + "\n" + disk.serial());
    }

    /** Whether a pool of that name is this node's. */
    public static boolean isOf(String pool, String node) {
        int hyphen = pool.lastIndexOf('-');
        return hyphen > 0 && pool.substring(0, hyphen).equals(part(node))
                && pool.substring(hyphen + 1).matches("[a-z0-9]+");
    }

    private static String part(String node) {
        return node.length() <= LONGEST_NODE ? node : node.substring(0, LONGEST_NODE - TAG - 1) + "-" + hash(node);
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString().substring(0, TAG);
    }
}
