/**
 * Protocol buffers by hand: the fields of a message one after the other, and messages put together field by field.
 *
 * <p>May import: {@code base}, protobuf's coded streams. Bytes of strangers: everything is bounded. Pure; any thread.
 */
package dev.ichor.talos.wire;
