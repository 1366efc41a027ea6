/** Monitoring: ServiceMonitor, alert rules with their unit tests, the dashboard. Pure. */
package dev.ichor.mayastor.bundle.watch;
