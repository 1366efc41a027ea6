package dev.ichor.rack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One private world of namespaces, segments and machines. Everything made from it is removed by {@link #close}, in
 * reverse order, also when the JVM is told to end; what a killed JVM left is removed by the next {@link #open}.
 */
public final class Rack implements AutoCloseable {
    private static final String PREFIX = "ichor-" + ProcessHandle.current().pid() + "-";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Path folder;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Thread hook = new Thread(this::removeAll, "rack-cleanup");
    private boolean closed;

    private Rack(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens an empty rack.
     *
     * @throws RackFailure in one sentence, when not root or without {@code ip}
     */
    public static Rack open() {
        if (!isRoot()) {
            throw new RackFailure("the rack makes network namespaces: run it as root");
        }
        Debian.require("ip");
        Reaper.reap();
        try {
            Rack rack = new Rack(Files.createTempDirectory(PREFIX));
            Runtime.getRuntime().addShutdownHook(rack.hook);
            return rack;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            throw new RackFailure("the rack needs Linux", e);
        }
    }

    /** A new, empty namespace. */
    public Namespace namespace(String label) {
        return make(() -> Namespace.create(this, PREFIX + COUNTER.incrementAndGet() + "-" + label));
    }

    /** A new layer-2 segment whose ports carry frames of the given MTU (up to 9000 for storage networks). */
    public Segment segment(int mtu) {
        return own(Segment.create(this, mtu));
    }

    /** The rack's own folder; it is deleted with the rack. */
    public Path folder() {
        return folder;
    }

    /** A path for a new file in the rack's folder. */
    Path file(String label, String suffix) {
        return folder.resolve(label + "-" + COUNTER.incrementAndGet() + "." + suffix);
    }

    /**
     * Makes a resource that the rack closes before everything made earlier. Cleaning up waits for a making that is
     * under way, so that an interrupt at any moment leaves nothing.
     */
    <T extends AutoCloseable> T make(Supplier<T> maker) {
        synchronized (owned) {
            if (closed) {
                throw new RackFailure("the rack is closed");
            }
            T resource = maker.get();
            owned.push(resource);
            return resource;
        }
    }

    /** Hands a resource to the rack, which closes it before everything made earlier. */
    public <T extends AutoCloseable> T own(T resource) {
        try {
            return make(() -> resource);
        } catch (RackFailure e) {
            closeQuietly(resource);
            throw e;
        }
    }

    @Override
    public void close() {
        removeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run.
        }
    }

    private void removeAll() {
        synchronized (owned) {
            closed = true;
            while (!owned.isEmpty()) {
                closeQuietly(owned.pop());
            }
            Reaper.deleteFolder(folder);
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("rack: cannot remove " + resource + ": " + e.getMessage());
        }
    }
}
