/**
 * Start of the program. May import everything; nothing imports it.
 */
package dev.ichor;
