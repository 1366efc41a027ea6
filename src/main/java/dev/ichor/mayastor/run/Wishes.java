package dev.ichor.mayastor.run;

/** Judges what kubectl printed. */
public final class Wishes {
    private Wishes() {
    }

    /** How it stands: fulfilled, not yet (with the way it is), or never (with the reason). */
    public sealed interface Standing {
        record Done(String text) implements Standing {
        }

        record Waiting(String text) implements Standing {
        }

        record Never(String text) implements Standing {
        }
    }
}
