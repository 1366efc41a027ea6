/**
 * The secrets of clusters, sealed, and what was minted of them, in SQLite.
 *
 * <p>May import: {@code base}, {@code store}, {@code json} and JDBC. Each method works in the transaction of the
 * connection it is given.
 */
package dev.ichor.store.talos;
