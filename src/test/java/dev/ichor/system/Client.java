package dev.ichor.system;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.dhcp.wire.DhcpEncoder;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.rack.Host;
import dev.ichor.rack.RackFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A host of the boot network that speaks DHCP, TFTP and HTTP by itself. One thread uses it at a time for DHCP. */
final class Client implements AutoCloseable {
    private static final AtomicInteger XIDS = new AtomicInteger(0x1c40_0000);
    private static final int LARGEST = 65_535;
    private static final int BLOCK = 512;
    private static final int HTTP_MILLIS = 10_000;

    private final Host host;
    private final DatagramSocket dhcp;

    /** Opens port 68 on a host with one NIC. */
    Client(Host host) {
        this.host = host;
        host.namespace().run(Duration.ofSeconds(5), "ip", "route", "replace", "255.255.255.255/32", "dev", host.nic())
                .orFail();
        this.dhcp = host.namespace().call(() -> {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 68));
            socket.setBroadcast(true);
            return socket;
        });
    }

    Host host() {
        return host;
    }

    /** A request that wants its answer by broadcast. */
    static DhcpMessage message(Mac mac, MessageType type, Consumer<Options.Builder> more) {
        Options.Builder options = Options.builder().u8(Code.MESSAGE_TYPE, type.code());
        more.accept(options);
        return new DhcpMessage(false, Hardware.of(mac), 0, XIDS.incrementAndGet(), 0, DhcpMessage.BROADCAST_FLAG,
                Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, "", "", options.build());
    }

    void send(byte[] datagram, String to, int port) throws IOException {
        dhcp.send(new DatagramPacket(datagram, datagram.length, InetAddress.getByName(to), port));
    }

    /** Asks all servers and returns the first answer within the limit. */
    Optional<DhcpMessage> ask(DhcpMessage question, Duration limit) throws IOException {
        return ask(question, "255.255.255.255", 67, limit);
    }

    Optional<DhcpMessage> ask(DhcpMessage question, String to, int port, Duration limit) throws IOException {
        send(DhcpEncoder.encode(question), to, port);
        long end = System.nanoTime() + limit.toNanos();
        byte[] buffer = new byte[LARGEST];
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            dhcp.setSoTimeout((int) Math.max(1, left));
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                dhcp.receive(packet);
                DhcpMessage answer = DhcpCodec.decode(Arrays.copyOf(buffer, packet.getLength()));
                if (answer.reply() && answer.xid() == question.xid()) {
                    return Optional.of(answer);
                }
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            } catch (Malformed e) {
                throw new AssertionError("an answer that cannot be read", e);
            }
        }
    }

    /** DISCOVER to ACK; the address, or nothing if an answer did not come in time. */
    Optional<Ipv4> lease(Mac mac, Duration limit) throws IOException {
        Optional<DhcpMessage> offer = ask(message(mac, MessageType.DISCOVER, o -> { }), limit);
        if (offer.isEmpty()) {
            return Optional.empty();
        }
        Optional<DhcpMessage> ack = ask(message(mac, MessageType.REQUEST, o -> o
                .ipv4(Code.REQUESTED_ADDRESS, offer.get().yiaddr())
                .ipv4(Code.SERVER_ID, offer.get().serverId().orElseThrow())), limit);
        return ack.filter(a -> a.type().equals(Optional.of(MessageType.ACK))).map(DhcpMessage::yiaddr);
    }

    /**
     * An HTTP answer.
     *
     * @param length Content-Length; -1 if it was not said
     */
    record Answer(int status, long length, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer get(String url) {
        return http("GET", url, "", new byte[0]);
    }

    /** @param token for the header Authorization; empty: none */
    Answer http(String method, String url, String token, byte[] body) {
        return host.namespace().call(() -> {
            HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(HTTP_MILLIS);
            connection.setReadTimeout(HTTP_MILLIS);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Connection", "close");
            if (!token.isEmpty()) {
                connection.setRequestProperty("Authorization", "Bearer " + token);
            }
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/gzip");
                connection.setFixedLengthStreamingMode(body.length);
                connection.getOutputStream().write(body);
            }
            try {
                int status = connection.getResponseCode();
                var in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
                byte[] got = in == null ? new byte[0] : in.readAllBytes();
                return new Answer(status, connection.getContentLengthLong(), got);
            } finally {
                connection.disconnect();
            }
        });
    }

    /** Fetches a file by plain TFTP (RFC 1350); fails with the server's error, or when it is silent for the limit. */
    byte[] tftp(String server, String name, Duration silence) {
        return host.namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout((int) silence.toMillis());
                byte[] request = ("\0\1" + name + "\0octet\0").getBytes(StandardCharsets.ISO_8859_1);
                socket.send(new DatagramPacket(request, request.length, InetAddress.getByName(server), 69));
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                byte[] buffer = new byte[BLOCK + 4];
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                for (int block = 1;; ) {
                    packet.setLength(buffer.length);
                    socket.receive(packet);
                    ByteBuffer data = ByteBuffer.wrap(buffer, 0, packet.getLength());
                    int kind = data.getShort();
                    int number = data.getShort() & 0xFFFF;
                    if (kind != 3) {
                        throw new IOException("TFTP error " + number + " for " + name);
                    }
                    if (number == (block & 0xFFFF)) {
                        out.write(buffer, 4, packet.getLength() - 4);
                        block++;
                    }
                    byte[] ack = {0, 4, (byte) (number >> 8), (byte) number};
                    socket.send(new DatagramPacket(ack, ack.length, packet.getSocketAddress()));
                    if (packet.getLength() < BLOCK + 4) {
                        return out.toByteArray();
                    }
                }
            }
        });
    }

    /** True if nothing came back: a silence or a refusal of the network, not an answer of a server. */
    static boolean isUnanswered(Runnable question) {
        try {
            question.run();
            return false;
        } catch (RackFailure e) {
            return e.getCause() instanceof SocketTimeoutException
                    || e.getCause() instanceof java.net.ConnectException
                    || e.getCause() instanceof java.net.PortUnreachableException;
        }
    }

    @Override
    public void close() {
        dhcp.close();
    }
}
