/** Values of the chart and Kubernetes manifests: namespace, pools, classes, checks. Pure. */
package dev.ichor.mayastor.bundle.manifest;
