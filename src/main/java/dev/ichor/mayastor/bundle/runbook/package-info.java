/** Runbooks for people, with the cluster's own names in their commands. Pure. */
package dev.ichor.mayastor.bundle.runbook;
