package dev.ichor.server.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.talos.events.EventBytes;
import dev.ichor.talos.events.NodeEvent;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSinkTest {
    private static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);
    private static final NodeEvent BOOT = new NodeEvent.Sequence("boot", NodeEvent.Action.START, "");

    private final FakeReports reports = new FakeReports();
    private EventSink sink;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        sink = EventSink.start(LOOPBACK, 0, reports);
        channel = channel();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        sink.close();
    }

    private ManagedChannel channel() {
        return OkHttpChannelBuilder.forAddress("127.0.0.1", sink.port(), InsecureChannelCredentials.create()).build();
    }

    private byte[] publish(byte[] request) {
        return publish(PublishCalls.PUBLISH, request);
    }

    private byte[] publish(MethodDescriptor<byte[], byte[]> method, byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, method,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
    }

    @Test
    void eventsAreHeardInOrderWithTheirAddress() {
        for (int i = 0; i < 50; i++) {
            assertEquals(0, publish(EventBytes.request("e" + i, BOOT)).length);
        }
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            wanted.add("127.0.0.1 e" + i + " sequence boot start");
        }
        assertEquals(wanted, reports.heard);
    }

    @Test
    void whatCannotBeReadIsAnsweredAndForgotten() {
        assertEquals(0, publish(new byte[] {0x0b, 1, 2}).length);
        assertEquals(0, publish(new byte[0]).length);
        publish(EventBytes.request("good", BOOT));
        assertEquals(List.of("127.0.0.1 good sequence boot start"), reports.heard);
    }

    @Test
    void whatCannotBeWrittenIsToBeSentAgain() {
        reports.broken = true;
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class,
                () -> publish(EventBytes.request("e", BOOT)));
        assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
        assertFalse(String.valueOf(refused.getStatus().getDescription()).contains("disk is full"));
        reports.broken = false;
        publish(EventBytes.request("e", BOOT));
        assertEquals(1, reports.heard.size());
    }

    @Test
    void otherMethodsAreRefused() {
        StatusRuntimeException other = assertThrows(StatusRuntimeException.class,
                () -> publish(PublishCalls.PUBLISH.toBuilder().setFullMethodName("machine.MachineService/Reset")
                        .build(), new byte[0]));
        assertEquals(Status.Code.UNIMPLEMENTED, other.getStatus().getCode());
    }

    @Test
    void whatIsTooLargeIsForgottenAndWhatIsFarTooLargeEndsItsConnection() throws Exception {
        assertEquals(0, publish(new byte[200_000]).length);
        StatusRuntimeException large = assertThrows(StatusRuntimeException.class, () -> publish(new byte[400_000]));
        assertFalse(large.getStatus().isOk(), large.toString());
        for (int i = 0; i < 200 && reports.heard.isEmpty(); i++) {
            try {
                publish(EventBytes.request("e", BOOT));
            } catch (StatusRuntimeException e) {
                assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode(), e.toString());
                Thread.sleep(50);
            }
        }
        assertEquals(List.of("127.0.0.1 e sequence boot start"), reports.heard);
    }

    /** The frames of RFC 9113 by hand, as another implementation writes them. */
    @Test
    void aForeignClientIsUnderstood() throws Exception {
        byte[] message = EventBytes.request("raw", BOOT);
        byte[] body = RawHttp2.message(message);
        try (Socket socket = new Socket("127.0.0.1", sink.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(RawHttp2.call("/events.EventSinkService/Publish", body));
            assertTrue(RawHttp2.trailersCome(socket.getInputStream()), "the call is answered");
        }
        assertEquals(List.of("127.0.0.1 raw sequence boot start"), reports.heard);
    }

    @Test
    void oneAddressHoldsAFewConnectionsAndItsOldestGo() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sockets.add(new Socket("127.0.0.1", sink.port()));
        }
        publish(EventBytes.request("still", BOOT));
        assertEquals(1, reports.heard.size());
        assertTrue(sink.connections() <= 4, "" + sink.connections());
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void whoSaysNothingOfUseIsSentAway() throws Exception {
        try (EventSink strict = EventSink.start(LOOPBACK, 0, reports,
                new Guests.Limits(3, 3, Duration.ofMillis(300), Duration.ofMinutes(1)));
             Socket silent = new Socket("127.0.0.1", strict.port());
             Socket slow = new Socket("127.0.0.1", strict.port())) {
            silent.setSoTimeout(20_000);
            slow.setSoTimeout(20_000);
            slow.getOutputStream().write("PRI * HT".getBytes(StandardCharsets.US_ASCII));
            assertTrue(ends(silent) && ends(slow), "both are closed");
        }
    }

    /** True when the other side closes. */
    private static boolean ends(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                continue;
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void garbageEndsNothingButItsConnection() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("EventSinkTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            byte[] bytes = RawHttp2.call("/events.EventSinkService/Publish",
                    RawHttp2.message(EventBytes.request("x", BOOT)));
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                bytes[24 + random.nextInt(bytes.length - 24)] = (byte) random.nextInt();
            }
            try (Socket socket = new Socket("127.0.0.1", sink.port())) {
                socket.getOutputStream().write(bytes);
            } catch (SocketException e) {
                // It was sent away already.
                continue;
            }
        }
        reports.heard.clear();
        publish(EventBytes.request("after", BOOT));
        assertTrue(reports.heard.contains("127.0.0.1 after sequence boot start"), reports.heard.toString());
        assertFalse(sink.ended().toCompletableFuture().isDone());
    }

    @Test
    void closingIsAnEndAndThePortIsFree() throws Exception {
        int port = sink.port();
        publish(EventBytes.request("e", BOOT));
        sink.close();
        sink.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        sink = EventSink.start(LOOPBACK, port, reports);
        publish(EventBytes.request("f", BOOT));
        assertEquals(2, reports.heard.size());
    }
}
