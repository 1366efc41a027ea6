package dev.ichor.inventory.roles;

/**
 * Beyond these a disk is refused; units as in the NVMe SMART log. The disk's own spare threshold counts beside
 * {@code leastSpare}.
 *
 * @param mostUsed        percentage used
 * @param leastSpare      available spare in percent
 * @param mostMediaErrors count
 */
public record HealthLimits(int mostUsed, int leastSpare, long mostMediaErrors) {
    public static final HealthLimits DEFAULT = new HealthLimits(90, 10, 0);
}
