/**
 * Listens for what nodes say of themselves: events over gRPC, kernel logs as JSON lines over TCP and UDP. Nothing is
 * encrypted and nobody says who he is, so a node is known by its address alone, and what it says is never an order.
 *
 * <p>May import: {@code provisioner.talos} and below, gRPC. Listeners have threads of their own; everything that
 * strangers may make them hold is bounded.
 */
package dev.ichor.server.sink;
