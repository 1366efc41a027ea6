/**
 * Our values as JSON and back. The only package that knows Jackson; the values carry no annotations.
 *
 * <p>May import: floors 0 to 2. Safe from any thread.
 */
package dev.ichor.json;
