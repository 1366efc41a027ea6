package dev.ichor.server.tftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two network namespaces with a cable between them; a {@link FolderServer} runs in one, clients in the other. */
final class TftpNet implements AutoCloseable {
    static final String SERVER = "10.77.77.1";
    private static final String SERVER_NS = "itf-test-s" + ProcessHandle.current().pid();
    private static final String CLIENT_NS = "itf-test-c" + ProcessHandle.current().pid();

    private final Process server;
    private final BufferedReader output;

    /**
     * Sets everything up.
     *
     * @param lossPercent of the UDP packets that are lost in each direction; by nftables, since not every kernel has
     *                    netem
     */
    TftpNet(Path folder, int lossPercent) throws IOException, InterruptedException {
        removeNamespaces();
        run("ip", "netns", "add", SERVER_NS);
        run("ip", "netns", "add", CLIENT_NS);
        run("ip", "link", "add", "itf0", "netns", SERVER_NS, "type", "veth",
                "peer", "name", "itf1", "netns", CLIENT_NS);
        side(SERVER_NS, "itf0", SERVER + "/24", lossPercent);
        side(CLIENT_NS, "itf1", "10.77.77.2/24", lossPercent);
        String java = ProcessHandle.current().info().command().orElseThrow();
        server = new ProcessBuilder("ip", "netns", "exec", SERVER_NS, java, "-XX:+UseSerialGC", "-Xmx64m",
                "-Djava.net.preferIPv4Stack=true", "-cp", System.getProperty("java.class.path"),
                FolderServer.class.getName(), SERVER, folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        output = server.inputReader(StandardCharsets.UTF_8);
        String first = output.readLine();
        if (!"ready".equals(first)) {
            close();
            throw new IOException("the server did not start: " + first);
        }
    }

    /** Fails with the name of the Debian package if a tool is missing. */
    static void need(String path, String debianPackage) {
        if (!Files.isExecutable(Path.of(path))) {
            throw new AssertionError(path + " is missing: install the Debian package " + debianPackage);
        }
    }

    /** What a client printed. Fails if it takes longer than the limit. */
    String client(Path workFolder, Duration limit, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", CLIENT_NS));
        whole.addAll(command);
        Path log = Files.createTempFile(workFolder, "client", ".log");
        Process process = new ProcessBuilder(whole).directory(workFolder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).redirectInput(Path.of("/dev/null").toFile()).start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " took longer than " + limit + ": " + Files.readString(log));
        }
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    /** The server's next record, as text. */
    String record() throws IOException {
        return output.readLine();
    }

    @Override
    public void close() throws IOException {
        server.outputWriter().close();
        server.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> server.destroyForcibly()).join();
        removeNamespaces();
    }

    private static void side(String namespace, String link, String address, int lossPercent)
            throws IOException, InterruptedException {
        run("ip", "-n", namespace, "addr", "add", address, "dev", link);
        run("ip", "-n", namespace, "link", "set", link, "up");
        if (lossPercent > 0) {
            run("ip", "netns", "exec", namespace, "nft", "add table ip loss");
            run("ip", "netns", "exec", namespace, "nft",
                    "add chain ip loss in { type filter hook input priority 0 ; }");
            run("ip", "netns", "exec", namespace, "nft",
                    "add rule ip loss in meta l4proto udp numgen random mod 100 < " + lossPercent + " drop");
        }
    }

    private static void removeNamespaces() throws IOException {
        for (String namespace : List.of(SERVER_NS, CLIENT_NS)) {
            new ProcessBuilder("ip", "netns", "del", namespace).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().onExit().join();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed (are you root?): " + said);
        }
    }
}
