/**
 * The hand-off to OpenEBS Mayastor: from what is known of a cluster's nodes to a plan, a bundle of files, gates and the
 * steps of the install. Pure: values in, values out. No threads.
 */
package dev.ichor.mayastor;
