/**
 * What must not be lost: one SQLite database and the raw archives beside it, in the state folder.
 *
 * <p>May import: floors 0 to 2 and {@code json}. {@link dev.ichor.store.Database} is thread-safe; everything else works
 * inside one of its transactions.
 */
package dev.ichor.store;
