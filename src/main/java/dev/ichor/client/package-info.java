/**
 * The admin API from the other side, for the commands: HTTPS with a certificate that is known, a token,
 * problems as text.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.api}. Safe from any thread, but for {@code EventStream}.
 */
package dev.ichor.client;
