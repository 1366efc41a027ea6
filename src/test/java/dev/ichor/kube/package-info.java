/** The Kubernetes side of the tests: helm and kubectl, and stand-ins for what they talk to. */
package dev.ichor.kube;
