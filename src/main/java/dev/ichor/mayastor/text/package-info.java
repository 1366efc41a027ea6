/** Writes YAML and JSON: strings are always quoted, the same value gives the same bytes. Pure. */
package dev.ichor.mayastor.text;
