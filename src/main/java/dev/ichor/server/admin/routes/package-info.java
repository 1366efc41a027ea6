/**
 * The table of routes: one file for each group of resources.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.api}, {@code server.admin.http}. Handlers run on worker threads.
 */
package dev.ichor.server.admin.routes;
