package dev.ichor.dhcp.lease;

import java.io.IOException;
import java.util.List;

/** Where leases survive. Called by one thread. */
public interface LeaseJournal {
    /** All rows, expired ones too. */
    List<Lease> load() throws IOException;

    /**
     * Writes all changes or none; when it returns they survive a power cut. Later changes of an address win.
     *
     * @throws IOException if nothing was written: then no reply may leave
     */
    void write(List<LeaseChange> changes) throws IOException;
}
