package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.provisioner.Machines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WaitingAgentsTest {
    private static final int AGENTS = 1_000;

    @TempDir
    Path folder;

    @Test
    void aThousandAgentsWaitWithoutAThreadEach() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<SocketChannel> agents = new ArrayList<>();
        try (Bench bench = new Bench(folder, port);
             BootServer server = BootServer.start(bench.provisioner, _ -> Optional.empty(), _ -> Optional.empty(),
                     _ -> { },
                     Duration.ofSeconds(60))) {
            int before = Thread.activeCount();
            for (int i = 0; i < AGENTS; i++) {
                Box box = Box.of("", "S" + i, String.format("52:54:01:00:%02x:%02x", i / 256, i % 256));
                String token = Bench.token(bench.ask(box, bench.freshBoot()));
                agents.add(poll(port, token, 0));
            }
            Box one = Box.of("", "one", "52:54:00:00:00:01");
            Agent agent = bench.discover(one);
            String token = Bench.token(bench.ask(one, agent.boot().text()));
            long turn = 1;
            SocketChannel ordered = poll(port, token, turn);
            agents.add(ordered);
            var id = bench.provisioner.machines().find("one").orElseThrow().id();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!bench.provisioner.machines().order(id, Machines.Order.WAIT, Bench.ANN).endsWith("now")) {
                assertTrue(System.nanoTime() < deadline, "the agent never waited");
                // The order was there before the question: like the agent itself, ask for what comes after it.
                turn++;
                ordered = poll(port, token, turn);
                agents.add(ordered);
                Thread.sleep(200);
            }
            ordered.configureBlocking(true);
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            while (ordered.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("HTTP/1.1 200") && text.contains(" wait\n"), text);
            int quiet = 0;
            for (SocketChannel channel : agents.subList(0, AGENTS)) {
                channel.configureBlocking(false);
                quiet += channel.read(answer.clear()) == 0 ? 1 : 0;
            }
            assertEquals(AGENTS, quiet, "agents without news wait on");
            assertTrue(Thread.activeCount() - before <= 40, "threads " + before + " to " + Thread.activeCount());
            assertTrue(server != null);
        } finally {
            for (SocketChannel channel : agents) {
                channel.close();
            }
        }
    }

    private static SocketChannel poll(int port, String token, long after) throws Exception {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(("GET /agent/order?after=" + after + " HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }
}
