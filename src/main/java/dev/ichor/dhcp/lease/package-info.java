/**
 * Who has which address: the rules of RFC 2131 section 4.3 over values, without clock, socket or disk.
 *
 * <p>May import: {@code base}, {@code dhcp.wire} and the JDK. {@link dev.ichor.dhcp.lease.LeaseTable} belongs to one
 * thread; everything else is immutable.
 */
package dev.ichor.dhcp.lease;
