/** What differs between two bundles, told as what it means for a running cluster. Pure. */
package dev.ichor.mayastor.change;
