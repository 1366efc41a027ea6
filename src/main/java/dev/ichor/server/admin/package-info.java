/**
 * The admin plane: HTTPS for people and programs, on a listener of its own that shares no handler with the boot plane.
 * Routes are values in a table ({@code routes}); routing, checks and the OpenAPI document are made from it.
 *
 * <p>May import: floors 0 to 5, Undertow. Handlers run on the listener's own small pool of threads.
 */
package dev.ichor.server.admin;
