/**
 * What is kept for the work with Talos: sealed secrets, what nodes got and what they say, methods of booting a disk.
 *
 * <p>May import: floors below, {@code store}, {@code json} and JDBC. Each method works in the transaction of the
 * connection it is given.
 */
package dev.ichor.store.talos;
