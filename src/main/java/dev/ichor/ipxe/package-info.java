/**
 * The text that iPXE runs, and the question it asks: values in, text out, and back.
 *
 * <p>May import: floors 0 to 2. Pure functions; safe from any thread.
 */
package dev.ichor.ipxe;
