package dev.ichor.provision;

import dev.ichor.base.Firmware;
import dev.ichor.machine.BootId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * By which method a machine is told to boot its own disk, from what became of it before. A machine that was told so and
 * asks again in another boot soon after, without a sign of life, evidently came back; after two such returns the next
 * method is tried. Whatever the method: the machine boots its own disk and nothing else (law 6). Pure.
 */
public final class DiskBoots {
    /** A machine that asks again within this time did not boot its disk. */
    public static final Duration SOON = Duration.ofMinutes(5);
    /** So often a method may lead back here. */
    public static final int RETURNS = 2;

    private DiskBoots() {
    }

    /**
     * One boot that was told to boot the disk.
     *
     * @param at when it was last told
     */
    public record Told(BootId boot, Instant at, BootMethod method) {
    }

    /**
     * What is set for a machine.
     *
     * @param method the one to begin with
     * @param fixed  a person set it for this very machine: no other is tried
     * @param since  when it was set; what was told before counts no more
     * @param why    whose wish it is, for people
     */
    public record Wish(BootMethod method, boolean fixed, Optional<Instant> since, String why) {
        /** Nobody said anything. */
        public static Wish standard(Firmware firmware) {
            return new Wish(BootMethod.of(firmware).getFirst(), false, Optional.empty(), "default of "
                    + firmware.label().toUpperCase(Locale.ROOT));
        }
    }

    /** {@code why} is for people. */
    public record Choice(BootMethod method, String why) {
    }

    /**
     * The method for a boot that asks now.
     *
     * @param told   the boots since the machine was last told anything but to boot its disk, under this firmware,
     *               oldest first, without the boot that asks: so that asked twice, the answer is the same
     * @param sign   when the machine last showed that it runs from its disk
     * @param now    the time
     */
    public static Choice choose(Firmware firmware, Wish wish, List<Told> told, Optional<Instant> sign, Instant now) {
        if (wish.fixed()) {
            return new Choice(wish.method(), wish.why());
        }
        List<BootMethod> order = BootMethod.of(firmware);
        List<Told> counting = told.stream().filter(one -> order.contains(one.method())
                && wish.since().filter(one.at()::isBefore).isEmpty()).toList();
        Optional<BootMethod> worked = worked(counting, sign);
        List<Told> silent = counting.stream().filter(one -> sign.filter(one.at()::isBefore).isEmpty()).toList();
        if (silent.isEmpty()) {
            return worked.filter(method -> method != wish.method())
                    .map(method -> new Choice(method, "the machine reported after it"))
                    .orElse(new Choice(wish.method(), wish.why()));
        }
        BootMethod last = silent.getLast().method();
        if (returns(silent, last, now) >= RETURNS) {
            BootMethod next = order.get((order.indexOf(last) + 1) % order.size());
            return new Choice(next, "after " + last.label() + " the machine came back " + RETURNS
                    + " times without a report");
        }
        return new Choice(last, last == wish.method() ? wish.why() : "it is being tried");
    }

    /** The method after which the machine reported: that of the last boot before the sign. */
    public static Optional<BootMethod> worked(List<Told> told, Optional<Instant> sign) {
        return sign.flatMap(at -> told.stream().filter(one -> !one.at().isAfter(at)).reduce((_, last) -> last))
                .map(Told::method);
    }

    /** How often the machine came back soon after that method, the newest in an unbroken row. */
    private static int returns(List<Told> silent, BootMethod method, Instant now) {
        int returns = 0;
        Instant next = now;
        for (Told one : silent.reversed()) {
            if (one.method() != method || one.at().plus(SOON).isBefore(next)) {
                break;
            }
            returns++;
            next = one.at();
        }
        return returns;
    }
}
