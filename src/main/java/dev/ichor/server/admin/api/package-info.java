/**
 * The bodies of the admin API, as records that {@code json} writes and reads: one list for server and client.
 *
 * <p>May import: floors 0 to 5. Values only.
 */
package dev.ichor.server.admin.api;
