/**
 * The DHCPv4 wire format: bytes to {@link dev.ichor.dhcp.wire.DhcpMessage} and back (RFC 2131, 2132, 3396).
 *
 * <p>May import: {@code base} and the JDK. Everything is immutable and safe from any thread; no clock, no socket, no
 * log.
 */
package dev.ichor.dhcp.wire;
