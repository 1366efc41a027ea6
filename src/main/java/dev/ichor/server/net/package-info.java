/**
 * Sockets that belong to one interface. The JDK cannot ask Linux for that, so the calls go by the foreign-function API.
 *
 * <p>May import: {@code base} and the JDK. Thread rule: each {@code DeviceSocket} has one thread; the rest is
 * stateless.
 */
package dev.ichor.server.net;
