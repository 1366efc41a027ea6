/**
 * The admin API from the other side, for the commands.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.api}. Safe from any thread.
 */
package dev.ichor.client;
