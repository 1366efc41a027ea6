package dev.ichor.rack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace of this rack. IPv6 is off in it, so that captures hold only what a test caused. */
public final class Namespace implements AutoCloseable {
    private final Rack rack;
    private final String name;

    private Namespace(Rack rack, String name) {
        this.rack = rack;
        this.name = name;
    }

    static Namespace create(Rack rack, String name) {
        Command.must("ip", "netns", "add", name);
        Namespace namespace = new Namespace(rack, name);
        try {
            namespace.run(Duration.ofSeconds(10), "sh", "-c",
                    "f=/proc/sys/net/ipv6/conf/all/disable_ipv6; [ ! -e $f ] || echo 1 > $f").orFail();
            namespace.ip("link", "set", "lo", "up");
        } catch (RackFailure e) {
            namespace.close();
            throw e;
        }
        return namespace;
    }

    /** The name that {@code ip netns} knows. */
    public String name() {
        return name;
    }

    Rack rack() {
        return rack;
    }

    /** Runs a command in this namespace to its end; whatever its exit status, the result comes back. */
    public Command.Result run(Duration limit, String... argv) {
        return Command.run(limit, inside(List.of(argv)));
    }

    /** Starts a long-running command in this namespace; its output goes to one file. */
    public Daemon start(String label, List<String> argv) {
        return rack.make(() -> Daemon.start(label, rack.file(label, "log"), inside(argv)));
    }

    /** Runs {@code ip} on this namespace; must succeed. */
    void ip(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("ip", "-n", name));
        argv.addAll(List.of(arguments));
        Command.must(argv.toArray(String[]::new));
    }

    /** The command line that runs {@code argv} here. {@code ip netns exec} replaces itself: the pid is the tool's. */
    List<String> inside(List<String> argv) {
        Debian.require(argv.getFirst());
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(argv);
        return whole;
    }

    /**
     * Calls {@code work} on a thread of this namespace. Sockets it opens stay here after the call, so a JDK server or
     * client can live in the namespace without a second process.
     *
     * @throws RackFailure with the work's own exception as cause
     */
    public <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            Native.enter(path());
            return work.call();
        });
        Thread.ofPlatform().daemon().name("in-" + name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new RackFailure("in namespace " + name + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RackFailure("interrupted in namespace " + name, e);
        }
    }

    Path path() {
        return Path.of("/run/netns", name);
    }

    /** Kills what still runs here and deletes the namespace with its interfaces. */
    @Override
    public void close() {
        Reaper.delete(name);
    }
}
