/** Runs helm and kubectl, one program at a time, bounded in time; used by the command line's thread. */
package dev.ichor.client.handoff;
