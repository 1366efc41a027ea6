/** The scripts install.sh and verify.sh, and the hands-free Job. Pure. */
package dev.ichor.mayastor.bundle.script;
