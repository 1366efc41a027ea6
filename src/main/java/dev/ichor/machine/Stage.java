package dev.ichor.machine;

import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.Arm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a machine stands. Only {@link Evolve} moves it. */
public sealed interface Stage {
    /** The name used in JSON, tables and pages. */
    String label();

    /** Since when. */
    Instant since();

    /**
     * Its hardware is known and nothing is assigned to it.
     *
     * @param fingerprint the latest
     * @param since       when that was accepted
     */
    record Discovered(Sha256 fingerprint, Instant since) implements Stage {
        @Override
        public String label() {
            return "discovered";
        }
    }

    /** It is a node: {@link Machine#place()} says which. Nothing may be written to it. */
    record Assigned(Instant since) implements Stage {
        @Override
        public String label() {
            return "assigned";
        }
    }

    /**
     * Named disks may be overwritten; an arm that is no longer live is as good as none.
     *
     * @param checked true if a fingerprint was taken since the arm was given, since the agent last wrote to a disk,
     *                and since the machine was last told to boot its own disk: only then the disks are known to be as
     *                armed. Kept with the stage
     */
    record Armed(Arm arm, boolean checked, Instant since) implements Stage {
        /** Not checked yet. */
        public Armed(Arm arm, Instant since) {
            this(arm, false, since);
        }

        @Override
        public String label() {
            return "armed";
        }
    }

    /**
     * It fetched its configuration: from here on its system disk may be anything.
     *
     * @param arm      the one that allowed it, which is spent: it allows nothing but another try after a failure
     * @param boot     the boot that installs
     * @param progress how far it is
     */
    record Installing(Arm arm, BootId boot, Progress progress, Instant since) implements Stage {
        /** The first try, of which nothing was heard. */
        public Installing(Arm arm, BootId boot, Instant since) {
            this(arm, boot, Progress.FIRST, since);
        }

        /**
         * What the node said of its installation.
         *
         * @param tries   how many began, from 1
         * @param what    it is at; empty if it said nothing
         * @param percent of that, where known
         * @param failure why the latest try failed; empty if it did not, or said nothing of it
         */
        public record Progress(int tries, String what, OptionalInt percent, Optional<String> failure) {
            public static final Progress FIRST = new Progress(1, "", OptionalInt.empty(), Optional.empty());

            public Progress {
                if (tries < 1) {
                    throw new IllegalArgumentException("tries count from 1");
                }
            }

            /** True if the node said anything. */
            public boolean isHeard() {
                return !what.isEmpty() || failure.isPresent();
            }
        }

        @Override
        public String label() {
            return "installing";
        }
    }

    /** It runs from its local disk, and boots that disk until a person arms it anew (law 6). */
    record Installed(Instant since) implements Stage {
        @Override
        public String label() {
            return "installed";
        }
    }

    /**
     * It shares an identity with other machines, so nothing is done with any of them until a person decides (law 8).
     *
     * @param why    one sentence for people
     * @param others the other machines, sorted
     * @param since  when it was held
     */
    record Held(String why, List<MachineId> others, Instant since) implements Stage {
        public Held {
            if (others.isEmpty()) {
                throw new IllegalArgumentException("a machine is held because of another machine");
            }
            others = others.stream().distinct().sorted().toList();
        }

        @Override
        public String label() {
            return "held";
        }
    }
}
