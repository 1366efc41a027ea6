package dev.ichor.rack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running packet capture (tcpdump) on one interface, from the moment it is made. */
public final class Capture implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Daemon tcpdump;
    private final Path file;
    private boolean stopped;

    private Capture(Daemon tcpdump, Path file) {
        this.tcpdump = tcpdump;
        this.file = file;
    }

    static Capture start(Namespace namespace, String nic) {
        Path file = namespace.rack().file("capture-" + nic, "pcap");
        // Immediate mode: otherwise the kernel hands packets over up to a second late and the last ones are lost.
        Daemon tcpdump = namespace.start("tcpdump-" + nic, List.of("tcpdump", "--immediate-mode", "-U", "-n", "-s", "0",
                "-Z", "root", "-B", "16384", "-i", nic, "-w", file.toString()));
        tcpdump.await("listening on", LIMIT);
        return new Capture(tcpdump, file);
    }

    /** The packets so far; the capture goes on. A packet that is half written is left for the next call. */
    public List<Pcap.Packet> packets() {
        return Pcap.read(file);
    }

    /** Ends the capture and returns all its packets. */
    public List<Pcap.Packet> stop() {
        close();
        return packets();
    }

    @Override
    public synchronized void close() {
        if (!stopped) {
            stopped = true;
            tcpdump.terminate(LIMIT);
        }
    }
}
