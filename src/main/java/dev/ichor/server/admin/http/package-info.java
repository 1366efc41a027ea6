/**
 * Routes as values: what a request may carry, what it is answered with, and the handlers made from that.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.Answers}, {@code server.admin.api}, {@code server.admin.guard},
 * {@code server.admin.openapi} for the schemas of bodies, Undertow. Values, and handlers that run on worker threads.
 */
package dev.ichor.server.admin.http;
