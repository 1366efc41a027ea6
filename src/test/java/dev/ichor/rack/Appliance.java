package dev.ichor.rack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The product as a foreign process on a host of the rack: {@code dev.ichor.Main serve --config FILE}. It can be
 * stopped, killed and started again on the same state.
 */
public final class Appliance implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Host host;
    private final Path config;
    private final Path folder;
    private final AdminDoor door;
    private Optional<Daemon> process = Optional.empty();

    private Appliance(Host host, Path config, Path folder, AdminDoor door) {
        this.host = host;
        this.config = config;
        this.folder = folder;
        this.door = door;
    }

    /**
     * An appliance that is not running yet.
     *
     * @param config the settings file
     * @param folder the project's folder, in which it runs, so that relative paths of the settings hold
     * @param door   as the settings say
     */
    public static Appliance on(Host host, Path config, Path folder, AdminDoor door) {
        return host.namespace().rack().own(new Appliance(host, config.toAbsolutePath(), folder.toAbsolutePath(), door));
    }

    /** Starts it and waits until it says that it is ready; fails with its output when it ends before. */
    public synchronized void start() {
        startUnready();
        process.orElseThrow().await("event=ready", READY);
    }

    /** Starts it without waiting, for starts that must fail. */
    public synchronized void startUnready() {
        if (isRunning()) {
            throw new IllegalStateException("the appliance runs already");
        }
        process = Optional.of(host.namespace().start("appliance", command(List.of(), "serve", "--config",
                config.toString())));
    }

    /** Runs another command of the product on the same host, to its end; with the first token once there is one. */
    public Command.Result run(Duration limit, String... arguments) {
        List<String> variables = Files.exists(door.tokenFile()) && !arguments[0].equals("serve")
                ? List.of("ICHOR_TOKEN=" + door.token()) : List.of();
        return host.namespace().run(limit, command(variables, arguments).toArray(String[]::new));
    }

    private List<String> command(List<String> variables, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("env", "--chdir=" + folder));
        argv.addAll(variables);
        argv.addAll(product(List.of(arguments)));
        return argv;
    }

    /** The command line of the product: this JVM's Java and class path. */
    static List<String> product(List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true",
                "-cp", absoluteClassPath(), "dev.ichor.Main"));
        argv.addAll(arguments);
        return argv;
    }

    private static String absoluteClassPath() {
        return String.join(":", List.of(System.getProperty("java.class.path").split(":")).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }

    public synchronized boolean isRunning() {
        return process.filter(Daemon::isRunning).isPresent();
    }

    public Host host() {
        return host;
    }

    /** Its settings file. */
    public Path config() {
        return config;
    }

    /** The running or last process. */
    public synchronized Daemon process() {
        return process.orElseThrow(() -> new IllegalStateException("the appliance was never started"));
    }

    /** Asks it to stop (TERM) and returns its exit status. */
    public int stop() {
        return process().terminate(STOP);
    }

    /** Ends it like a power cut (KILL). */
    public void kill() {
        process().kill();
    }

    /** A client of its admin plane with the first token, which every role allows. */
    public AdminClient admin() {
        return new AdminClient(host.namespace(), door);
    }

    /** Where its admin plane is, and what opens it. */
    public AdminDoor door() {
        return door;
    }

    @Override
    public synchronized void close() {
        process.ifPresent(Daemon::close);
    }

    @Override
    public String toString() {
        return "appliance on " + host.namespace().name();
    }
}
