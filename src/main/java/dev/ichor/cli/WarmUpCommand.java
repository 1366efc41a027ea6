package dev.ichor.cli;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Cidr;
import dev.ichor.config.Settings;
import dev.ichor.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code ichor warm-up}: runs an empty appliance on the loopback for a moment, so that Java notes which classes a
 * start needs; the launcher makes the start-up cache of it.
 */
@Command(name = "warm-up", description = "Make the cache that shortens the start; needs no privileges.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, Malformed {
        Path state = Files.createTempDirectory("ichor-warm-up");
        try {
            run(state);
            return ExitCode.OK;
        } finally {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void run(Path state) throws IOException, Malformed {
        String boot = tcp();
        String admin = tcp();
        Problems problems = new Problems();
        ApplianceConfig config = Settings.read(Optional.empty(), Map.of(), Map.of("state", state.toString(),
                "dhcp.mode", "off", "boot.port", boot, "admin.port", admin, "tftp.port", udp(),
                "discovery.echo-port", udp()), problems);
        Segment segment = new Segment("lo", Cidr.parse("127.0.0.1/8"), 1500);
        Supervisor supervisor = new Supervisor();
        List<Problem> failed = supervisor.start(new Appliance(config, segment, AssetCatalog.of(List.of()),
                Database.open(state)).parts());
        if (!failed.isEmpty()) {
            throw Failure.of("the warm-up could not start", failed);
        }
        get("http://127.0.0.1:" + boot + "/boot/init.ipxe");
        get("http://127.0.0.1:" + admin + "/api/v1/machines");
        supervisor.stopAsked();
        supervisor.await();
    }

    private static void get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            in.readAllBytes();
        }
    }

    private static String tcp() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private static String udp() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
