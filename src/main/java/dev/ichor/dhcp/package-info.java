/**
 * Rules of DHCP that are neither bytes nor leases: where a reply is sent and what every reply repeats (RFC 2131).
 *
 * <p>May import: {@code base}, its own sub-packages and the JDK. Pure functions over values; safe from any thread.
 */
package dev.ichor.dhcp;
