package dev.ichor.provisioner.talos;

/** All that the appliance does about Talos, in one hand. */
public record TalosDesk(ClusterKeys keys, Installs installs, NodeReports reports, LocalBoots boots, Push push) {
}
