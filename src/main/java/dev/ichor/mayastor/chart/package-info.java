/** Which Helm charts are known, and what each serves and fits. Pure. */
package dev.ichor.mayastor.chart;
