package dev.ichor.machine.flight;

/** Seen from the appliance: {@code IN} came from the machine (or from a stranger), {@code OUT} went to it. */
public enum Direction { IN, OUT }
