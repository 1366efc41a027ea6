/**
 * Figures for Prometheus.
 *
 * <p>May import: floors 0 to 5, {@code server.admin.Services}, {@code server.admin.http}, the Prometheus client.
 * Thread-safe; counting never blocks.
 */
package dev.ichor.server.admin.metrics;
