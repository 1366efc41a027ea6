package dev.ichor.config;

import java.util.logging.LogManager;

/** Keeps the log until the process is gone: the JDK's own manager drops it as soon as SIGTERM comes. */
public final class LastingLogs extends LogManager {
    /** Made by the JDK, which is told this class's name by a system property. */
    public LastingLogs() {
    }

    @Override
    public void reset() {
        // called by the JDK's shutdown hook, while ours still stops the parts and logs
    }
}
