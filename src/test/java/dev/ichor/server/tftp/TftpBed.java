package dev.ichor.server.tftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.Option;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.Patience;
import dev.ichor.tftp.TftpCodec;
import dev.ichor.tftp.TransferRecord;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A TFTP server on loopback with a few files, and a client socket. */
abstract class TftpBed {
    static final byte[] CONTENT = new byte[5000];
    static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);

    @TempDir
    Path dir;
    final LinkedBlockingQueue<TransferRecord> records = new LinkedBlockingQueue<>();
    TftpServer server;
    DatagramSocket client;

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

    void start(boolean singlePort, int maxTransfers) throws IOException {
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

    final Set<Integer> portsSeen = new HashSet<>();

    byte[] load(String file, List<Option> options) throws IOException, Malformed {
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

    TransferRecord record() throws InterruptedException {
        TransferRecord next = records.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "a record of the transfer");
        return next;
    }

    static Packet read(String file, Option... options) {
        return new Packet.ReadRequest(file, "octet", List.of(options));
    }

    void send(Packet packet, int port) throws IOException {
        sendBytes(TftpCodec.encode(packet), port);
    }

    void sendBytes(byte[] bytes, int port) throws IOException {
        client.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
    }

    DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        client.receive(packet);
        return packet;
    }

    static Packet decode(DatagramPacket packet) throws Malformed {
        return TftpCodec.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }
}
