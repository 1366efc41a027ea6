/** Checks that must be green before the hand-off, each with its evidence and its mend. Pure. */
package dev.ichor.mayastor.gate;
