package dev.ichor.machine.flight;

/** Where servers put what they saw. Never blocks, never fails: a recorder that cannot keep up drops and counts. */
@FunctionalInterface
public interface Recorder {
    /** Remembers nothing. */
    Recorder NONE = exchange -> {
    };

    void record(Exchange exchange);
}
