/**
 * The boot plane over HTTP, and the UDP echo of the jumbo probe: what machines on the storage VLAN talk to. It answers
 * nothing about any machine but the one that asks.
 *
 * <p>May import: floors 0 to 5. Questions to the database run on worker threads; files and waiting polls take none.
 */
package dev.ichor.server.boot;
