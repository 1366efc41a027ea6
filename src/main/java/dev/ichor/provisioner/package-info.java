/**
 * The one place that loads, decides, renders and stores, in one transaction.
 *
 * <p>May import: floors 0 to 4. Thread-safe: changes are serialised by the store's single writer.
 */
package dev.ichor.provisioner;
