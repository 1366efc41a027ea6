/**
 * What nodes say: their lines, and how far each was heard.
 *
 * <p>May import: floors 0 to 2 and {@code store}. Works inside the transactions of its callers.
 */
package dev.ichor.store.talos;
