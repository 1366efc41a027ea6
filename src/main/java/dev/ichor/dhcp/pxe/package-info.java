/**
 * What a DHCP packet says about the firmware behind it: architecture, boot path, identity (RFC 4578, RFC 3004, PXE
 * 2.1).
 *
 * <p>May import: {@code base}, {@code dhcp.wire} and the JDK. Pure functions over values; safe from any thread.
 */
package dev.ichor.dhcp.pxe;
