/**
 * DHCP on the wire: sockets on one interface, one thread that decides, and the probe for other servers.
 *
 * <p>May import: floors 0 to 5, {@code server.net} and Apache MINA. Packets are decoded on MINA's selector thread and
 * queued; {@code Desk}'s one thread owns the lease table and all memory, writes the journal and sends. Followers of
 * exchanges are called on that thread and must be quick.
 */
package dev.ichor.server.dhcp;
