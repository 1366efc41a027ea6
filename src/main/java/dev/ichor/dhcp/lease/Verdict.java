package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import java.util.List;

/** What {@link LeaseEngine} says about one request. Each has a reason for people. */
public sealed interface Verdict {
    String why();

    /** Hold the address and offer it, after a conflict probe if {@code probe}. */
    record Offer(Ipv4 address, Scope scope, boolean probe, String why) implements Verdict {
    }

    /** Make the changes durable, then acknowledge {@code lease}. */
    record Grant(Lease lease, Scope scope, List<LeaseChange> changes, String why) implements Verdict {
        public Grant {
            changes = List.copyOf(changes);
        }
    }

    /** Acknowledge an INFORM: parameters, no address. */
    record Inform(Scope scope, String why) implements Verdict {
    }

    record Refuse(String why) implements Verdict {
    }

    /** RELEASE and DECLINE: changes, no reply. */
    record Note(List<LeaseChange> changes, String why) implements Verdict {
        public Note {
            changes = List.copyOf(changes);
        }
    }

    record Silent(String why) implements Verdict {
    }
}
