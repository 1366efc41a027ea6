/**
 * Leases, their history and remembered offer variants in SQLite.
 *
 * <p>May import: {@code base}, {@code dhcp}, {@code provision} and JDBC. Safe from any thread
 * as far as its {@link dev.ichor.store.lease.Transactions} are.
 */
package dev.ichor.store.lease;
