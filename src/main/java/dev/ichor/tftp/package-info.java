/**
 * TFTP without sockets: packets and their bytes (RFC 1350), option negotiation (RFC 2347, 2348, 2349, 7440), and
 * one transfer as a state machine that is told the time.
 *
 * <p>May import: the JDK and {@code base}. Packets, options and results are immutable; a
 * {@link dev.ichor.tftp.Transfer} belongs to one thread at a time.
 */
package dev.ichor.tftp;
