/** The files of a hand-off, in an order and with bytes that depend on the plan alone. Pure. */
package dev.ichor.mayastor.bundle;
