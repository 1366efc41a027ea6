/**
 * The TFTP server: sockets (Apache MINA), files and time around {@link dev.ichor.tftp.Transfer}. Read-only.
 *
 * <p>May import: floors 0 to 5, MINA, slf4j. Requests are handled on the thread of the request socket; each transfer
 * is handled under its own lock by the thread of its socket or by the timer.
 */
package dev.ichor.server.tftp;
