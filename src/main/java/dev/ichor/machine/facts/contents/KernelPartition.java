package dev.ichor.machine.facts.contents;

/**
 * A partition that the kernel sees, by whatever kind of table.
 *
 * @param number its number, from 1
 * @param name   the label in the table; empty if it has none
 * @param start  first byte
 * @param bytes  length; of an extended partition the kernel tells one or two sectors only
 */
public record KernelPartition(int number, String name, long start, long bytes) {
    public KernelPartition {
        if (number < 1 || start < 0 || bytes < 0 || start > Long.MAX_VALUE - bytes) {
            throw new IllegalArgumentException("a partition has a number from 1 and lies on the disk");
        }
    }
}
