package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.dhcp.wire.DhcpEncoder;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.server.net.DeviceSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A DHCP client made of packets, on port 68 of an interface in a namespace. */
final class TestClient implements AutoCloseable {
    private static int xids = 1000;
    private final DeviceSocket socket;

    TestClient(String space, String nic) {
        socket = Lab.inside(space, () -> {
            DeviceSocket opened = DeviceSocket.udp(nic, 68, true);
            opened.timeout(Duration.ofMillis(50));
            return opened;
        });
    }

    static DhcpMessage message(Mac mac, MessageType type, Ipv4 ciaddr, Consumer<Options.Builder> more) {
        DhcpMessage plain = Packets.of(Hardware.of(mac), type, ciaddr, Ipv4.ANY, more);
        return new DhcpMessage(false, plain.client(), 0, ++xids, 0, DhcpMessage.BROADCAST_FLAG, ciaddr, Ipv4.ANY,
                Ipv4.ANY, Ipv4.ANY, "", "", plain.options());
    }

    void send(DhcpMessage message, Ipv4 to, int port) throws IOException {
        socket.sendUdp(DhcpEncoder.encode(message), to, port);
    }

    void sendRaw(byte[] datagram) throws IOException {
        socket.sendUdp(datagram, Ipv4.BROADCAST, 67);
    }

    /** All replies to that transaction within a time, or until {@code enough} came. */
    List<DhcpMessage> replies(int xid, Duration wait, int enough) throws IOException, Malformed {
        List<DhcpMessage> out = new ArrayList<>();
        long deadline = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() < deadline && out.size() < enough) {
            Optional<byte[]> datagram = socket.receive();
            if (datagram.isPresent()) {
                DhcpMessage message = DhcpCodec.decode(datagram.get());
                if (message.xid() == xid && message.reply()) {
                    out.add(message);
                }
            }
        }
        return out;
    }

    /** The next reply to anybody. */
    DhcpMessage next(Duration wait) throws IOException, Malformed {
        long deadline = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<byte[]> datagram = socket.receive();
            if (datagram.isPresent()) {
                return DhcpCodec.decode(datagram.get());
            }
        }
        return fail("no reply at all");
    }

    DhcpMessage ask(DhcpMessage message) throws IOException, Malformed {
        send(message, Ipv4.BROADCAST, 67);
        List<DhcpMessage> replies = replies(message.xid(), Duration.ofSeconds(5), 1);
        return replies.isEmpty() ? fail("no answer to " + message.describe()) : replies.getFirst();
    }

    DhcpMessage discover(Mac mac) throws IOException, Malformed {
        return ask(message(mac, MessageType.DISCOVER, Ipv4.ANY, o -> { }));
    }

    static DhcpMessage selecting(Mac mac, DhcpMessage offer) {
        return message(mac, MessageType.REQUEST, Ipv4.ANY, o -> o.ipv4(Code.REQUESTED_ADDRESS, offer.yiaddr())
                .ipv4(Code.SERVER_ID, offer.serverId().orElseThrow()));
    }

    /** DISCOVER, OFFER, REQUEST, ACK; the address. */
    Ipv4 lease(Mac mac) throws IOException, Malformed {
        DhcpMessage ack = ask(selecting(mac, discover(mac)));
        assertEquals(Optional.of(MessageType.ACK), ack.type());
        return ack.yiaddr();
    }

    @Override
    public void close() {
        socket.close();
    }
}
