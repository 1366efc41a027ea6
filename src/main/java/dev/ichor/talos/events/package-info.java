/**
 * What a node says of itself: the messages of Talos's event sink and the lines of its kernel log, as values.
 *
 * <p>May import: floors below, protobuf's coded streams. Bytes of strangers: everything is bounded. Pure; any thread.
 */
package dev.ichor.talos.events;
