package dev.ichor.bench;

import dev.ichor.rack.Command;
import dev.ichor.rack.Host;
import dev.ichor.rack.Rack;
import dev.ichor.rack.Segment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Two hosts on one segment, the servers' and the clients', and the files that are served. */
final class Lab implements AutoCloseable {
    static final String SERVER = "10.66.0.1";
    static final int MEBIBYTE = 1 << 20;
    static final int BIG = 100_000_000;

    private final Rack rack = Rack.open();
    final Host server;
    final Host client;
    final Path files;

    Lab() throws IOException {
        Segment segment = rack.segment(1500);
        server = segment.host("server", SERVER + "/16");
        client = segment.host("client", "10.66.0.2/16");
        // A socket that is tied to no interface needs a way for its broadcasts.
        client.namespace().run(Duration.ofSeconds(5), "ip", "route", "add", "255.255.255.255", "dev", "eth0").orFail();
        files = Files.createDirectories(rack.folder().resolve("files"));
        random(files.resolve("ipxe-x86_64.efi"), MEBIBYTE);
        random(files.resolve("undionly.kpxe"), 74_213);
        random(files.resolve("discovery-x86_64.initrd"), BIG);
        // in.tftpd and nginx drop privileges, so the way to the files must be open
        server.namespace().run(Duration.ofSeconds(5), "chmod", "-R", "a+rX", rack.folder().toString()).orFail();
    }

    private static void random(Path file, int size) throws IOException {
        byte[] block = new byte[MEBIBYTE];
        Random random = new Random(file.getFileName().toString().hashCode());
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int left = size; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        }
    }

    Path folder() {
        return rack.folder();
    }

    /**
     * Loses that share of the UDP datagrams in each direction; 0 for none. By nftables where they arrive: not every
     * kernel has netem, and a drop where they leave would be told to the sender.
     */
    void lose(int percent) {
        for (Host host : List.of(server, client)) {
            host.namespace().run(Duration.ofSeconds(5), "nft", "flush ruleset").orFail();
            if (percent > 0) {
                host.namespace().run(Duration.ofSeconds(5), "nft", "add table ip loss; add chain ip loss in "
                        + "{ type filter hook input priority 0; }; add rule ip loss in meta l4proto udp "
                        + "numgen random mod 100 < " + percent + " drop").orFail();
            }
        }
    }

    /** Runs a load generator in the clients' namespace and reads its line of {@code key=value}. */
    Map<String, Double> load(Class<?> generator, Object... arguments) {
        List<String> argv = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true", "-cp", System.getProperty("java.class.path"),
                generator.getName()));
        for (Object argument : arguments) {
            argv.add(argument.toString());
        }
        Command.Result result = client.namespace().run(Duration.ofMinutes(4), argv.toArray(String[]::new)).orFail();
        Map<String, Double> values = new TreeMap<>();
        for (String pair : result.out().strip().split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.parseDouble(pair.substring(equals + 1)));
        }
        return values;
    }

    @Override
    public void close() {
        rack.close();
    }
}
