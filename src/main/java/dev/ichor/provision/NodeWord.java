package dev.ichor.provision;

import java.util.OptionalInt;

/** What a node's own word means for its installation; made from Talos's events by those who know them. */
public sealed interface NodeWord {
    /** It is at work; {@code percent} where known. */
    record Step(String what, OptionalInt percent) implements NodeWord {
    }

    /** The installation failed; the node restarts by itself. */
    record Failed(String why) implements NodeWord {
    }

    /** It runs from its own disk: {@code how} says what tells so. */
    record Runs(String how) implements NodeWord {
    }

    /** Nothing that moves an installation. */
    record Other() implements NodeWord {
    }
}
