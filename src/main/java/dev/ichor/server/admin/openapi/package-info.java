/**
 * JSON schemas of the bodies, made from the records, and the OpenAPI document, made from the table of routes.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.Answers}, {@code server.admin.api}, {@code server.admin.http}. Values
 * and functions; safe from any thread.
 */
package dev.ichor.server.admin.openapi;
