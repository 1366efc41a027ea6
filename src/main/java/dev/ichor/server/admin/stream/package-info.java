/**
 * Events as they happen, over connections that stay open.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.api}, {@code server.admin.guard}, {@code server.admin.http},
 * Undertow. One thread for all connections; Undertow's I/O threads write.
 */
package dev.ichor.server.admin.stream;
