package dev.ichor.server.tftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.tftp.ErrorCode;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.Option;
import dev.ichor.tftp.Outcome;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.Patience;
import dev.ichor.tftp.TftpCodec;
import dev.ichor.tftp.TransferRecord;

@Timeout(30)
class TftpServerTest {
    private static final byte[] CONTENT = new byte[5000];
    private static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);

    @TempDir
    private Path dir;
    private final LinkedBlockingQueue<TransferRecord> records = new LinkedBlockingQueue<>();
    private TftpServer server;
    private DatagramSocket client;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(CONTENT);
        Files.write(dir.resolve("disk"), CONTENT);
        client = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        client.setSoTimeout(5000);
        start(false, 4);
    }

    @AfterEach
    void close() {
        server.stop(Duration.ZERO);
        client.close();
    }

    private void start(boolean singlePort, int maxTransfers) throws IOException {
        TftpFiles files = (name, from) -> switch (name) {
            case "memory" -> new Found.InMemory(CONTENT);
            case "disk" -> new Found.OnDisk(dir.resolve("disk"), CONTENT.length);
            case "shrunk" -> new Found.OnDisk(dir.resolve("disk"), CONTENT.length + 1);
            case "deadly" -> throw new AssertionError("a fault that no handler outlives");
            case "empty" -> new Found.InMemory(new byte[0]);
            default -> new Found.Missing("not in the catalogue");
        };
        server = new TftpServer(new TftpSettings(LOOPBACK, 0, singlePort, new Negotiation.Limits(1500, 1468, 16),
                maxTransfers, Patience.DEFAULT), files, records::add);
        server.start();
    }

    @Test
    void filesFromDiskAndMemoryArriveWholeAndAreRecorded() throws Exception {
        for (String name : List.of("disk", "memory")) {
            assertArrayEquals(CONTENT, load(name, List.of()));
            TransferRecord done = record();
            assertEquals(name, done.file());
            assertEquals(client.getLocalPort(), done.client().getPort());
            assertEquals(CONTENT.length, done.bytes());
            assertEquals(CONTENT.length, done.size());
            assertEquals(512, done.blksize());
            assertInstanceOf(Outcome.Done.class, done.outcome());
        }
        assertArrayEquals(new byte[0], load("empty", List.of()));
        assertInstanceOf(Outcome.Done.class, record().outcome());
        assertEquals(2 * CONTENT.length, server.counters().bytes());
        assertEquals(0, server.activeTransfers());
    }

    @Test
    void theDeathOfTheRequestThreadEndsTheServer() throws Exception {
        assertFalse(server.ended().toCompletableFuture().isDone());
        send(read("deadly"), server.port());
        ExecutionException why = assertThrows(ExecutionException.class,
                () -> server.ended().toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertTrue(why.getMessage().contains("no handler outlives"), why.getMessage());
    }

    @Test
    void aServerThatWasStoppedEndedWell() throws Exception {
        server.stop(Duration.ZERO);
        server.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        start(false, 4);
    }

    @Test
    void eachTransferHasItsOwnPort() throws Exception {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            send(read("disk"), server.port());
            DatagramPacket first = receive();
            ports.add(first.getPort());
            send(new Packet.Error(0, "enough"), first.getPort());
            record();
        }
        assertTrue(!ports.contains(server.port()) && ports.size() > 1, "ports " + ports);
    }

    @Test
    void aRepeatedRequestOpensNoTwin() throws Exception {
        send(read("disk", new Option("tsize", "0")), server.port());
        int port = receive().getPort();
        for (int i = 0; i < 3; i++) {
            TimeUnit.MILLISECONDS.sleep(30);
            send(read("disk", new Option("tsize", "0")), server.port());
            assertEquals(port, receive().getPort(), "the answer to a repetition comes from the live transfer");
        }
        assertEquals(1, server.activeTransfers());
        assertEquals(3, server.counters().repeated());
    }

    @Test
    void aSizeProbeThenTheFileFromTheSamePort() throws Exception {
        send(read("disk", new Option("tsize", "0"), new Option("blksize", "1468")), server.port());
        DatagramPacket oack = receive();
        List<Option> granted = List.of(new Option("tsize", "5000"), new Option("blksize", "1468"));
        assertEquals(new Packet.OptionAck(granted), decode(oack));
        send(new Packet.Error(8, "User aborted the transfer"), oack.getPort());
        assertArrayEquals(CONTENT, load("disk", List.of(new Option("blksize", "1468"))));
        assertInstanceOf(Outcome.SizeProbe.class, record().outcome());
        assertInstanceOf(Outcome.Done.class, record().outcome());
    }

    @Test
    void anotherFileFromTheSamePortReplacesTheFirst() throws Exception {
        send(read("disk"), server.port());
        receive();
        assertArrayEquals(CONTENT, load("memory", List.of(new Option("blksize", "1024"))));
        assertInstanceOf(Outcome.Restarted.class, record().outcome());
    }

    @Test
    void whatIsNotServedIsRefusedAtOnce() throws Exception {
        refused(read("nothing"), ErrorCode.NOT_FOUND, "File not found");
        refused(new Packet.WriteRequest("disk", "octet", List.of()), ErrorCode.ACCESS, "This server is read-only");
        for (String mode : List.of("netascii", "mail", "")) {
            refused(new Packet.ReadRequest("disk", mode, List.of()), ErrorCode.ILLEGAL,
                    "Only mode octet (binary) is served");
        }
        refused(read("shrunk"), ErrorCode.UNDEFINED, "The server cannot read the file");
        assertEquals(6, server.counters().refused());
    }

    @Test
    void theModeMayBeInUpperCase() throws Exception {
        send(new Packet.ReadRequest("disk", "OCTET", List.of()), server.port());
        assertInstanceOf(Packet.Data.class, decode(receive()));
    }

    @Test
    void tooManyTransfersAreToldToTryAgain() throws Exception {
        server.stop(Duration.ZERO);
        start(false, 1);
        send(read("disk"), server.port());
        receive();
        try (DatagramSocket second = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            second.setSoTimeout(5000);
            byte[] bytes = TftpCodec.encode(read("disk"));
            second.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", server.port())));
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            second.receive(answer);
            assertEquals(new Packet.Error(0, "The server is busy, try again"), decode(answer));
        }
        assertEquals(1, server.counters().busy());
    }

    @Test
    void malformedDatagramsAreCountedAndDropped() throws Exception {
        sendBytes(new byte[] {9, 9, 9}, server.port());
        send(read("nothing"), server.port());
        assertInstanceOf(Packet.Error.class, decode(receive()), "the server still answers");
        assertEquals(1, server.counters().malformed());
    }

    @Test
    void strangersAreToldSo() throws Exception {
        send(new Packet.Ack(7), server.port());
        assertEquals(new Packet.Error(5, "Unknown transfer ID"), decode(receive()));
        send(new Packet.Error(0, "x"), server.port());
        client.setSoTimeout(200);
        assertThrows(SocketTimeoutException.class, this::receive, "an ERROR is never answered");
        assertEquals(2, server.counters().strangers());
    }

    @Test
    void withOnePortEverythingComesFromIt() throws Exception {
        server.stop(Duration.ZERO);
        start(true, 4);
        assertArrayEquals(CONTENT, load("disk", List.of(new Option("windowsize", "4"))));
        assertEquals(Set.of(server.port()), portsSeen);
        assertInstanceOf(Outcome.Done.class, record().outcome());
    }

    @Test
    void aClientThatIsGoneIsNoticed() throws Exception {
        send(read("disk"), server.port());
        receive();
        client.close();
        assertInstanceOf(Outcome.ClientGone.class, record().outcome());
    }

    @Test
    void stoppingEndsLiveTransfersWithAnError() throws Exception {
        send(read("disk"), server.port());
        receive();
        server.stop(Duration.ofMillis(50));
        assertEquals(new Packet.Error(0, "the server stops"), decode(receive()));
        assertEquals(new Outcome.Failed("the server stops"), record().outcome());
        start(false, 4);
    }

    @Test
    void aBusyPortIsOneClearSentence() {
        TftpSettings same = new TftpSettings(LOOPBACK, server.port(), false, new Negotiation.Limits(1500, 1468, 16), 4,
                Patience.DEFAULT);
        TftpServer second = new TftpServer(same, (n, c) -> new Found.Missing(""), r -> { });
        String message = assertThrows(IOException.class, second::start).getMessage();
        assertEquals("TFTP cannot listen on UDP port " + server.port() + " of 127.0.0.1: another program holds it;"
                + " stop that program ('ss -lunp sport = :" + server.port() + "' names it)", message);
    }

    @Test
    void anAddressOfAnotherMachineIsOneClearSentence() {
        TftpServer foreign = new TftpServer(TftpSettings.defaults(new Ipv4(0xC0000201)),
                (n, c) -> new Found.Missing(""), r -> { });
        String message = assertThrows(IOException.class, foreign::start).getMessage();
        assertTrue(message.contains("192.0.2.1: no network interface of this machine has that address"),
                message);
    }

    @Test
    void aStormOfClientsGetsEachItsBytes() throws Exception {
        server.stop(Duration.ZERO);
        start(false, 100);
        Swarm swarm = new Swarm(new InetSocketAddress("127.0.0.1", server.port()), "disk",
                List.of(new Option("windowsize", "4")));
        Swarm.Result result = swarm.run(100, Duration.ofSeconds(20));
        assertEquals(100, result.complete());
        assertEquals(Set.of(Sha256.of(CONTENT)), result.digests().stream().collect(Collectors.toSet()));
    }

    private final Set<Integer> portsSeen = new HashSet<>();

    private byte[] load(String file, List<Option> options) throws IOException, Malformed {
        send(new Packet.ReadRequest(file, "octet", options), server.port());
        ByteBuffer whole = ByteBuffer.allocate(10_000);
        int blksize = 512;
        int expected = 1;
        while (true) {
            DatagramPacket answer = receive();
            portsSeen.add(answer.getPort());
            switch (decode(answer)) {
                case Packet.OptionAck(List<Option> granted) -> {
                    blksize = granted.stream().filter(o -> o.key().equals("blksize"))
                            .mapToInt(o -> Integer.parseInt(o.value())).findFirst().orElse(blksize);
                    send(new Packet.Ack(0), answer.getPort());
                }
                case Packet.Data(int block, byte[] payload) -> {
                    if (block == expected) {
                        expected++;
                        whole.put(payload);
                    }
                    send(new Packet.Ack(expected - 1), answer.getPort());
                    if (payload.length < blksize) {
                        return java.util.Arrays.copyOf(whole.array(), whole.position());
                    }
                }
                default -> throw new IOException("unexpected answer");
            }
        }
    }

    private void refused(Packet request, int code, String text) throws Exception {
        send(request, server.port());
        assertEquals(new Packet.Error(code, text), decode(receive()));
        assertEquals(code, assertInstanceOf(Outcome.Refused.class, record().outcome()).code());
    }

    private TransferRecord record() throws InterruptedException {
        TransferRecord next = records.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "a record of the transfer");
        return next;
    }

    private static Packet read(String file, Option... options) {
        return new Packet.ReadRequest(file, "octet", List.of(options));
    }

    private void send(Packet packet, int port) throws IOException {
        sendBytes(TftpCodec.encode(packet), port);
    }

    private void sendBytes(byte[] bytes, int port) throws IOException {
        client.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
    }

    private DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        client.receive(packet);
        return packet;
    }

    private static Packet decode(DatagramPacket packet) throws Malformed {
        return TftpCodec.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }
}
