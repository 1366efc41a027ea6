/** What is known of a cluster when it is handed over: declared nodes, their machines, what they reported. Pure. */
package dev.ichor.mayastor.site;
