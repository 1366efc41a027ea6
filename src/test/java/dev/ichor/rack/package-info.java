/**
 * The virtual rack: network namespaces, bridges and QEMU machines with real firmware, for tests and for the demo.
 * Needs Linux, root and the Debian packages in {@code appliance/packages.txt}; a missing tool fails with a sentence
 * that names its package. Where machines install, they install a stand-in for Talos, a test fixture, see
 * {@code dev.ichor.rack.talos}. Everything belongs to one {@link dev.ichor.rack.Rack} and is gone when that is closed.
 *
 * <p>May import {@code dev.ichor.base}, the JDK and Jackson; reaches the product only as a foreign process.
 * Thread rule: a {@code Rack} and what it makes may be used by several threads; each blocking call has a time limit.
 */
package dev.ichor.rack;
