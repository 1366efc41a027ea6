/**
 * Speaks to nodes in Talos's maintenance mode: gRPC over TLS, with messages put together by hand.
 *
 * <p>May import: {@code provisioner.talos} and below, gRPC. What nodes answer is bounded and judged elsewhere; calls
 * block their thread for as long as the node takes, with a limit.
 */
package dev.ichor.client.talos;
