/**
 * The stand-in for Talos, a TEST FIXTURE of the rack: how it is built and where machines of a rack get it from. Its own
 * source is in {@code src/test/resources/talos-standin}; the README there says how it behaves and where it differs.
 */
package dev.ichor.rack.talos;
