/**
 * The table of routes: one file for each group of resources.
 *
 * <p>May import: floors 0 to 5, {@code server.admin} and what is below it but Undertow. Handlers run on worker threads.
 */
package dev.ichor.server.admin.routes;
