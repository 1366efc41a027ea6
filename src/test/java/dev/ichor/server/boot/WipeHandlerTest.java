package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent is told to erase, over HTTP, with a provisioner and an arm behind it. */
@Timeout(180)
class WipeHandlerTest {
    @TempDir
    Path folder;
    private final Metal metal = new Metal(1, Metal.disk("sys 1", 480), Metal.disk("pool1", 960, Metal.ext4()));
    private Bench bench;
    private BootServer server;
    private String url;

    @BeforeEach
    void start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port + "/agent/wipe";
        bench = new Bench(folder, port);
        server = BootServer.start(bench.provisioner, _ -> Optional.empty(), _ -> Optional.empty(), _ -> { });
    }

    @AfterEach
    void stop() {
        server.close();
        bench.close();
    }

    /** A machine that booted and uploaded; returns its token. */
    private String boot() {
        String token = Bench.token(bench.ask(metal.box, bench.freshBoot()));
        Agent agent = bench.provisioner.agent(token).orElseThrow();
        metal.read(bench, agent);
        return token;
    }

    private Arm arm(Duration life, String... serials) {
        Outcome<Arm> arm = bench.provisioner.arming().arm(metal.id(bench), new Arming.Wish(Arm.Purpose.WIPE,
                List.of(serials), metal.view(bench).machine().evidence().fingerprint(), life, List.of(serials)),
                Bench.ANN);
        return assertInstanceOf(Outcome.Done.class, arm, arm.toString()).value() instanceof Arm given ? given : null;
    }

    /** Body and status, as curl sees them. */
    private String curl(String token, String... receipt) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-w", "%{http_code}", "-H",
                "Authorization: Bearer " + token, url));
        for (String line : receipt) {
            command.addAll(List.of("--data-binary", line + "\n"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return out;
    }

    @Test
    void anArmedDiskIsToldAndItsReceiptsAreKept() throws Exception {
        String token = boot();
        assertTrue(curl(token).endsWith("\n404"));
        String arm = arm(Duration.ofMinutes(5), "sys 1", "pool1").id();
        String head = "arm " + arm + "\nfingerprint " + metal.view(bench).machine().evidence().fingerprint() + "\n";
        String first = "disk 0 480000000000 leave eui.sys%201 sys%201\n";
        String second = "disk 1 960000000000 leave eui.pool1 pool1\n";
        assertEquals(head + first + second + "200", curl(token));
        assertEquals("ok\n200", curl(token, arm + " 1 started 0 beginning"));
        assertEquals("ok\n200", curl(token, arm + " 1 started 40 discard"));
        assertEquals(head + first + second + "200", curl(token), "a disk that was begun is still to be ended");
        assertEquals("ok\n200", curl(token, arm + " 1 erased 100 discard"));
        assertEquals("ok\n200", curl(token, arm + " 1 erased 100 discard"), "sent again, for the answer was lost");
        assertEquals(head + first + "200", curl(token));
        assertEquals("ok\n200", curl(token, arm + " 0 refused 0 its head is not what the appliance has seen"));
        assertTrue(curl(token).endsWith("\n404"));
        List<String> events = bench.provisioner.machines().events(Optional.empty(), 0, 50).stream()
                .map(line -> line.text()).toList();
        assertTrue(events.stream().anyMatch(text -> text.contains("its head is not what")), events.toString());
    }

    @Test
    void anArmThatEndedLetsNothingBegin() throws Exception {
        String token = boot();
        String arm = arm(Duration.ofMinutes(5), "pool1").id();
        bench.pass(Duration.ofMinutes(6));
        assertTrue(curl(token).endsWith("\n404"));
        assertTrue(curl(token, arm + " 0 started 0 beginning").endsWith("\n410"));
        String later = arm(Duration.ofMinutes(5), "pool1").id();
        assertTrue(curl(token, arm + " 0 started 0 beginning").endsWith("\n410"), "another arm does not revive it");
        assertTrue(curl(token, later + " 7 started 0 beginning").endsWith("\n410"));
        assertEquals("ok\n200", curl(token, later + " 0 started 0 beginning"));
    }

    @Test
    void aTokenSpeaksForItsBootAlone() throws Exception {
        String early = boot();
        String late = boot();
        String arm = arm(Duration.ofMinutes(5), "pool1").id();
        assertTrue(curl(early).endsWith("\n404"));
        assertTrue(curl(early, arm + " 0 started 0 beginning").endsWith("\n410"));
        assertTrue(curl(late).endsWith("\n200"));
        assertTrue(curl("0".repeat(90), arm + " 0 started 0 beginning").endsWith("\n403"));
        assertEquals(List.of(), bench.provisioner.machines().events(Optional.empty(), 0, 50).stream()
                .map(line -> line.kind()).filter(kind -> kind.startsWith("wipe")).toList());
    }
}
