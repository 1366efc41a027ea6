package dev.ichor.provision;

import java.util.Optional;

/**
 * Whether an installation could begin at once, as far as it is not the machine's own matter: its configuration can be
 * made and sealed, and there is a Talos to boot.
 *
 * @param obstacle why not; its text is one or two sentences with the mend. Empty: it could
 */
public record Readiness(Optional<Reason> obstacle) {
    public static final Readiness READY = new Readiness(Optional.empty());

    /** Not ready. */
    public static Readiness not(Reason why) {
        return new Readiness(Optional.of(why));
    }

    public boolean isReady() {
        return obstacle.isEmpty();
    }
}
