package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.config.ApplianceConfig.Sinks;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.server.net.OneInterface;
import dev.ichor.server.sink.EventSink;
import dev.ichor.server.sink.KernelLog;
import dev.ichor.talos.render.NodeInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The listeners that nodes report to. */
final class SinkParts {
    private static final String EVENTS = "event sink";
    private static final String KERNEL = "kernel log";

    private final Sinks config;
    private final Segment segment;
    private final NodeReports reports;
    private final InstantSource clock;
    private EventSink events;
    private KernelLog kernel;

    SinkParts(Sinks config, Segment segment, NodeReports reports, InstantSource clock) {
        this.config = config;
        this.segment = segment;
        this.reports = reports;
        this.clock = clock;
    }

    /** What nodes are told of them. */
    static Optional<NodeInput.Sinks> told(Sinks config, Ipv4 own) {
        return config.eventsPort() == 0 && config.kernelLogPort() == 0 ? Optional.empty()
                : Optional.of(new NodeInput.Sinks(own, config.eventsPort(), config.kernelLogPort()));
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (config.eventsPort() != 0) {
            parts.add(Part.of(EVENTS, this::startEvents, grace -> events.close(), () -> events.ended()));
        }
        if (config.kernelLogPort() != 0) {
            parts.add(Part.of(KERNEL, this::startKernel, grace -> closed(kernel), () -> kernel.ended()));
        }
        return parts;
    }

    /** Those that the settings leave out. */
    List<String> off() {
        List<String> off = new ArrayList<>();
        if (config.eventsPort() == 0) {
            off.add(EVENTS);
        }
        if (config.kernelLogPort() == 0) {
            off.add(KERNEL);
        }
        return off;
    }

    private void startEvents() throws IOException {
        try {
            events = EventSink.start(segment.own().address(), config.eventsPort(), reports);
        } catch (IOException e) {
            throw taken("TCP", config.eventsPort(), "sinks.events-port", e);
        }
        OneInterface.tcp(segment.nic(), events.port());
    }

    private void startKernel() throws IOException {
        try {
            kernel = KernelLog.start(segment.own().address(), config.kernelLogPort(), reports, clock);
        } catch (IOException e) {
            throw taken("TCP and UDP", config.kernelLogPort(), "sinks.kernel-log-port", e);
        }
        OneInterface.tcp(segment.nic(), kernel.port());
        OneInterface.udp(segment.nic(), kernel.port());
    }

    private IOException taken(String what, int port, String setting, IOException e) {
        String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return new IOException("cannot listen on " + what + " " + segment.own().address() + ":" + port + " (" + why
                + "); set " + setting, e);
    }

    private static void closed(KernelLog log) {
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
