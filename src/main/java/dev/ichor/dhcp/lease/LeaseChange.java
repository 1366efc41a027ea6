package dev.ichor.dhcp.lease;

import java.time.Instant;

/**
 * One change to be made durable before anybody is told of it.
 *
 * @param lease the new row of its address
 */
public record LeaseChange(Instant at, Event event, Lease lease) {
    /** RENEWED makes no line in the history: it would drown the others. */
    public enum Event { GRANTED, RENEWED, RELEASED, DECLINED, CONFLICT }
}
