package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.rack.Command;
import dev.ichor.rack.RackAssets;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the running program says and does when something about it is wrong. */
@Tag("netns")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int BAD = 500;

    private Site site;

    @BeforeEach
    void build() {
        site = Site.fullUnprobed(1500, "log: { level: debug }");
    }

    @AfterEach
    void clear() {
        site.close();
    }

    @Test
    void malformedPacketsAreCountedAndDroppedWithALineAndOrderlyEndFollows() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("BadInputTest seed " + seed);
        Random random = new Random(seed);
        site.appliance().start();
        Client client = site.client("client", "10.77.0.50/24");
        for (int i = 0; i < BAD; i++) {
            client.send(noise(random, 1 + random.nextInt(300)), Site.ADDRESS, i % 2 == 0 ? 67 : 4011);
            byte[] request = noise(random, 2 + random.nextInt(60));
            request[0] = 0x7f;
            client.send(request, Site.ADDRESS, 69);
        }
        assertTrue(client.lease(new Mac(0x5254_0011_0001L), Duration.ofSeconds(5)).isPresent(), "it still leases");
        assertTrue(client.tftp(Site.ADDRESS, "undionly.kpxe", Duration.ofSeconds(5)).length > 0, "it still serves");
        int status = site.appliance().stop();
        String log = site.log();
        assertTrue(log.contains("dhcp_malformed") && log.contains("tftp-malformed"), "a debug line for each kind");
        assertEquals(BAD, count(log, "dhcp_stopped malformed=(\\d+)"));
        assertEquals(BAD, count(log, "tftp-stopped .*malformed=(\\d+)"));
        // A JVM that ends in order by SIGTERM says 143; the systemd unit knows it as success.
        assertEquals(143, status);
        List<String> order = Stream.of("stopping", "dhcp_stopped", "tftp-stopped", "admin-stopped").toList();
        List<Integer> places = order.stream().map(log::indexOf).toList();
        assertFalse(places.contains(-1), order + " at " + places + log);
        assertEquals(places.stream().sorted().toList(), places, "what invites machines ends first");
        assertFalse(log.contains("level=error") || log.contains("level=warn"), log);
    }

    @Test
    void eachProblemOfTheSettingsFileIsListedWithItsLine() throws IOException {
        Files.writeString(site.appliance().config(), """
                interface: eth0
                adress: 10.77.0.1/24
                dhcp:
                  mode: fast
                  lease-time: 5 parsecs
                boot: { port: 99999 }
                """);
        Command.Result result = site.appliance().run(START, "serve", "--config",
                site.appliance().config().toString());
        assertEquals(1, result.status(), result.err());
        String file = site.appliance().config().toString();
        for (String part : List.of(file + ":2", "adress", file + ":4", "fast", file + ":5", "dhcp.lease-time", file + ":6",
                "boot.port")) {
            assertTrue(result.err().contains(part), part + " in " + result.err());
        }
        assertNoTrace(result);
    }

    @Test
    void aBusyPortStopsTheStartWithOneSentence() {
        for (int port : List.of(8080, 8081)) {
            ServerSocket busy = site.host().namespace().call(() -> new ServerSocket(port, 1,
                    InetAddress.getByName(port == 8081 ? "127.0.0.1" : Site.ADDRESS)));
            assertRefused(List.of(String.valueOf(port)), () -> busy.close());
        }
        for (int port : List.of(67, 4011, 69, 8082)) {
            DatagramSocket busy = site.host().namespace().call(() -> new DatagramSocket(
                    new InetSocketAddress(port == 69 || port == 8082 ? Site.ADDRESS : "0.0.0.0", port)));
            assertRefused(List.of(String.valueOf(port)), busy::close);
        }
    }

    @Test
    void aMissingInterfaceOrAssetStopsTheStartWithOneSentence() throws IOException {
        assertRefused(List.of("nosuch", "eth0"), () -> { }, "--set", "interface=nosuch");
        Path folder = Files.createDirectory(site.rack().folder().resolve("damaged"));
        try (Stream<Path> files = Files.list(RackAssets.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("undionly")) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
        assertRefused(List.of("undionly.kpxe"), () -> { }, "--set", "assets.folder=" + folder);
    }

    @Test
    void withoutRootOneSentenceSaysWhatIsNeeded() throws IOException {
        Path program = programForAll();
        Command.Result result = site.host().namespace().run(START, "setpriv", "--reuid=nobody", "--regid=nogroup",
                "--clear-groups", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", program + "/classes:" + program + "/*", "dev.ichor.Main",
                "serve", "--interface", "eth0", "--set", "state=" + program.resolve("state"), "--set", "dhcp.mode=proxy");
        assertEquals(1, result.status(), result.err());
        assertTrue(result.err().contains("privileges") && result.err().contains("root"), result.err());
        assertNoTrace(result);
    }

    /** A copy of the program that every user may read, which a checkout in root's home is not. */
    private Path programForAll() throws IOException {
        Path folder = Files.createDirectory(site.rack().folder().resolve("program"));
        List<String> copy = new ArrayList<>(List.of("cp", "-rL"));
        Arrays.stream(System.getProperty("java.class.path").split(":")).filter(entry -> Files.exists(Path.of(entry)))
                .filter(entry -> !entry.endsWith("test-classes")).forEach(copy::add);
        copy.add(folder.toString());
        Command.run(START, copy).orFail();
        Command.run(START, List.of("chmod", "-R", "a+rX", site.rack().folder().toString())).orFail();
        return folder;
    }

    private interface Undo {
        void run() throws IOException;
    }

    /** Tries to start, expects one problem that names all that, and puts things right again. */
    private void assertRefused(List<String> named, Undo undo, String... flags) {
        String[] all = Stream.concat(Stream.of("serve", "--config", site.appliance().config().toString()),
                Arrays.stream(flags)).toArray(String[]::new);
        Command.Result result = site.appliance().run(START, all);
        try {
            undo.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertEquals(1, result.status(), named + result.err());
        List<String> told = result.err().lines().filter(line -> line.startsWith("  ")).toList();
        assertEquals(1, told.size(), named + " in one sentence: " + result.err());
        named.forEach(name -> assertTrue(told.getFirst().contains(name), name + " in " + told));
        assertTrue(result.err().contains("serve cannot start (1 problem)"), result.err());
        assertNoTrace(result);
    }

    private static void assertNoTrace(Command.Result result) {
        assertFalse(result.err().contains("\tat ") || result.out().contains("\tat "), result.err());
    }

    private static int count(String log, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(log);
        assertTrue(matcher.find(), regex + " in " + log);
        return Integer.parseInt(matcher.group(1));
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
