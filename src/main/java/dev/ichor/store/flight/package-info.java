/**
 * The flight recorder's memory: exchanges in the database, bounded, written in batches by a thread of its own.
 *
 * <p>May import: {@code base}, {@code machine}, {@code store}. {@link dev.ichor.store.flight.FlightStore} may be used
 * by any thread; recording never waits.
 */
package dev.ichor.store.flight;
