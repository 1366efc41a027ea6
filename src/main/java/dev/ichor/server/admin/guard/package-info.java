/**
 * What stands before the admin plane's routes: tokens, roles, rate limits, lock-out, repeated requests.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.Answers}, Undertow. Thread-safe; {@code protect} never blocks,
 * {@code post} reads the body and the database and so needs a worker thread.
 */
package dev.ichor.server.admin.guard;
