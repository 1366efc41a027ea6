package dev.ichor.cli;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetFolder;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.base.Subnet;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.Door;
import dev.ichor.client.Trust;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Cidr;
import dev.ichor.config.Settings;
import dev.ichor.store.Database;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ichor warm-up}: runs an empty appliance on the loopback for a moment, so that Java notes which classes a
 * start needs; the launcher makes the start-up cache of it.
 */
@Command(name = "warm-up", description = "Make the cache that shortens the start; needs no privileges.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String CANNOT = "the warm-up could not start";
    private static final Ipv4 LEASED = new Ipv4(0x7F000101);
    private static final Cidr OWN = new Cidr(new Ipv4(0x7F000001), new Subnet(new Ipv4(0x7F000001), 8));

    @Option(names = "--alone", description = "The loopback is this command's own, so that DHCP may run there too.")
    private boolean alone;

    @Override
    public Integer call() throws IOException, Malformed, ClientFailed {
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

    private void run(Path state) throws IOException, Malformed, ClientFailed {
        String boot = tcp();
        String admin = tcp();
        String tftp = udp();
        Path file = Files.writeString(state.resolve("appliance.yaml"), """
                interface: lo
                address: %s
                state: %s
                dhcp: {mode: %s, pool: %s-127.0.1.9, conflict-probe: false}
                tftp: {port: %s}
                boot: {port: %s, tls-port: %s}
                admin: {port: %s, first-token-file: %s}
                discovery: {echo-port: %s}
                sinks: {events-port: %s, kernel-log-port: 0}
                """.formatted(OWN, state, alone ? "full" : "off", LEASED, tftp, boot, tcp(), admin,
                state.resolve("token"), udp(), tcp()));
        Problems problems = new Problems();
        ApplianceConfig config = Settings.read(Optional.of(file), Map.of(), Map.of(), problems);
        problems.addAll(AssetCatalog.open(Home.pins(), new AssetFolder(state.resolve("assets")), Set.of(),
                InstantSource.system()).problems());
        if (!problems.isEmpty()) {
            throw Failure.of(CANNOT, problems.list());
        }
        Segment segment = new Segment("lo", OWN, 1500);
        Supervisor supervisor = new Supervisor();
        Database database = Database.open(state);
        List<Problem> failed = supervisor.start(new Appliance(config, segment, AssetCatalog.of(List.of()), database,
                SealKeys.open(config, Map.of(), database)).parts());
        if (!failed.isEmpty()) {
            throw Failure.of(CANNOT, failed);
        }
        Rehearsal.http(boot);
        Rehearsal.admin(new AdminClient(new Door(URI.create("https://127.0.0.1:" + admin), new Trust.Certificates(
                state.resolve("admin/cert.pem"), false), Optional.of(Files.readString(state.resolve("token")).strip()),
                "the token file"), () -> "warm-up"));
        Rehearsal.tftp(Integer.parseInt(tftp));
        if (alone) {
            Rehearsal.dhcp(OWN.address(), LEASED);
        }
        supervisor.stopAsked();
        supervisor.await();
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
