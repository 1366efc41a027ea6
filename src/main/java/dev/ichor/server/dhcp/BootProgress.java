package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;

/** Told by the other servers when a machine acts on an offer. Any thread; returns at once. */
public interface BootProgress {
    /** What the machine did. */
    enum Step { TFTP_REQUEST, HTTP_REQUEST }

    void followedUp(Mac machine, Step step);

    /** The same for a server that knows only the address; ignored if nobody knows whose it is. */
    void followedUp(Ipv4 address, Step step);
}
