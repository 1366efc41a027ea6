package dev.ichor.config;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sets the log of the process up. Called once, early, by the main thread. */
public final class Logging {
    /** Libraries that tell at level INFO what only their makers want to know. */
    private static final List<String> QUIET = List.of("io.undertow", "org.xnio", "org.jboss", "org.flywaydb",
            "org.apache.mina", "org.sqlite");
    /** Writes the trace of every broken byte that strangers send at level WARNING. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");
    /** Loggers whose level was set must be kept: the log manager holds them weakly. */
    private static final List<Logger> KEPT = QUIET.stream().map(Logger::getLogger).toList();

    /** The logger whose lines are written whatever the level: the line that says that the appliance is ready. */
    public static final String ALWAYS = "dev.ichor.ready";
    private static final Logger ALWAYS_KEPT = Logger.getLogger(ALWAYS);

    private Logging() {
    }

    /** Writes lines of the level and above to {@code out}. */
    public static void start(ApplianceConfig.Log log, OutputStream out) {
        Handler handler = new Flushing(out, new LogLines(log.format()));
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        for (Handler before : root.getHandlers()) {
            root.removeHandler(before);
        }
        root.addHandler(handler);
        root.setLevel(level(log.level()));
        ALWAYS_KEPT.setLevel(Level.ALL);
        GRPC.setLevel(log.level() == ApplianceConfig.Level.DEBUG ? Level.INFO : Level.SEVERE);
        KEPT.forEach(logger -> logger.setLevel(log.level() == ApplianceConfig.Level.DEBUG ? Level.INFO
                : Level.WARNING));
    }

    private static Level level(ApplianceConfig.Level level) {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    /** A line that is logged is written at once: the process may be killed. */
    private static final class Flushing extends StreamHandler {
        Flushing(OutputStream out, LogLines lines) {
            super(out, lines);
            try {
                setEncoding(StandardCharsets.UTF_8.name());
            } catch (java.io.UnsupportedEncodingException e) {
                throw new IllegalStateException("every JDK has UTF-8", e);
            }
        }

        /** Standard error stays open: others write to it too. */
        @Override
        public synchronized void close() {
            flush();
        }

        @Override
        public synchronized void publish(java.util.logging.LogRecord logged) {
            super.publish(logged);
            flush();
        }
    }
}
