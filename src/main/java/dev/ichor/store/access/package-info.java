/**
 * Tokens, the audit log, repeated requests and webhooks in SQLite.
 *
 * <p>May import: {@code base}, {@code store}, {@code json} and JDBC. Each method works in the transaction of the
 * connection it is given.
 */
package dev.ichor.store.access;
