/** What a cluster's hardware allows: quorum, domains, capacity, cores, pools, costs. Pure; refuses with findings. */
package dev.ichor.mayastor.plan;
