package dev.ichor.provisioner.handoff;

import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.store.handoff.TimelineStore;
import dev.ichor.talos.wire.Plain;
import java.time.Instant;

/** Sentences that several parts of the desk say. Pure. */
final class Words {
    private static final int DIGITS = 12;
    private static final int LONGEST = 1_000;

    private Words() {
    }

    /** The object of the audit log. */
    static String object(String cluster) {
        return "clusters/" + cluster;
    }

    static <T> Outcome<T> undeclared(String cluster) {
        return Outcome.refused(Why.NOT_FOUND, object(cluster), "there is no cluster '" + cluster + "'",
                "Declare it, or see 'ichor clusters list' for those that are");
    }

    static <T> Outcome<T> restless(String cluster) {
        return Outcome.refused(Why.CONFLICT, object(cluster), "cluster " + cluster
                + " changed again and again while it was looked at", "Try again");
    }

    /** A hash as people read it. */
    static String shortly(String hash) {
        return hash.substring(0, DIGITS);
    }

    /** With a text on one line. */
    static TimelineStore.Line line(Instant at, String kind, String subject, String state, String text) {
        return new TimelineStore.Line(at, kind, subject, state, Plain.line(text, LONGEST));
    }
}
