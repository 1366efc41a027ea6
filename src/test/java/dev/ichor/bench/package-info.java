/**
 * The benchmark: load generators, and the runner that puts Ichor and its peers through the same runs in network
 * namespaces. {@code appliance/bench} starts it; nothing here is a test.
 */
package dev.ichor.bench;
