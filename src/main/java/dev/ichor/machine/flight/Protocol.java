package dev.ichor.machine.flight;

/** What carried an exchange. {@code AGENT} is HTTP spoken by the discovery agent. */
public enum Protocol { DHCP, TFTP, HTTP, AGENT }
