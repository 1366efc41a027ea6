package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.tftp.Option;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.TftpCodec;

/**
 * Many TFTP clients in one thread that load one file at once. Each repeats its last packet after a second of silence,
 * acknowledges windows as RFC 7440 says, and hashes what it gets.
 */
final class Swarm {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final InetSocketAddress server;
    private final byte[] request;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

    Swarm(InetSocketAddress server, String file, List<Option> options) {
        this.server = server;
        this.request = TftpCodec.encode(new Packet.ReadRequest(file, "octet", options));
    }

    /** What came of the clients: how many ended well, with which digest, and how long all took. */
    record Result(int complete, List<Sha256> digests, Duration duration) {
    }

    Result run(int clients, Duration limit) throws IOException {
        long began = System.nanoTime();
        List<Client> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                all.add(new Client(selector));
            }
            int open = clients;
            long sweepAt = began;
            while (open > 0 && System.nanoTime() - began < limit.toNanos()) {
                selector.select(key -> ((Client) key.attachment()).readable(), 20);
                if (System.nanoTime() - sweepAt > 20_000_000) {
                    sweepAt = System.nanoTime();
                    open = 0;
                    for (Client client : all) {
                        open += client.nudge(sweepAt) ? 1 : 0;
                    }
                }
            }
            long last = all.stream().mapToLong(c -> c.endedAt).max().orElse(began);
            List<Sha256> digests = all.stream().filter(c -> c.complete)
                    .map(c -> Sha256.finish(c.digest.digest())).toList();
            return new Result(digests.size(), digests, Duration.ofNanos(last - began));
        } finally {
            for (Client client : all) {
                client.channel.close();
            }
        }
    }

    private final class Client {
        private final DatagramChannel channel = DatagramChannel.open();
        private final MessageDigest digest = Sha256.digest();
        private int blksize = 512;
        private int window = 1;
        private long got;
        private int sinceAck;
        private boolean answered;
        private boolean complete;
        private boolean failed;
        private long heardAt = System.nanoTime();
        private long endedAt = heardAt;

        Client(Selector selector) throws IOException {
            channel.bind(new InetSocketAddress(server.getAddress().isLoopbackAddress() ? "127.0.0.1" : "0.0.0.0", 0));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            channel.send(ByteBuffer.wrap(request), server);
        }

        void readable() {
            try {
                while (!complete && !failed) {
                    buffer.clear();
                    if (answered) {
                        if (channel.read(buffer) <= 0) {
                            return;
                        }
                    } else {
                        var from = channel.receive(buffer);
                        if (from == null) {
                            return;
                        }
                        channel.connect(from);
                        answered = true;
                    }
                    heardAt = System.nanoTime();
                    take(buffer.flip());
                }
            } catch (IOException | Malformed e) {
                end(false);
            }
        }

        private void take(ByteBuffer in) throws IOException, Malformed {
            if (in.remaining() >= 4 && in.getShort(0) == 3) {
                data(in);
                return;
            }
            switch (TftpCodec.decode(in)) {
                case Packet.OptionAck(List<Option> options) -> {
                    for (Option option : options) {
                        switch (option.key()) {
                            case "blksize" -> blksize = Integer.parseInt(option.value());
                            case "windowsize" -> window = Integer.parseInt(option.value());
                            default -> { }
                        }
                    }
                    acknowledge();
                }
                default -> end(false);
            }
        }

        private void data(ByteBuffer in) throws IOException {
            int block = in.getShort(2) & 0xFFFF;
            if (block != (got + 1 & 0xFFFF)) {
                acknowledge();
                return;
            }
            got++;
            sinceAck++;
            in.position(4);
            boolean last = in.remaining() < blksize;
            digest.update(in);
            if (last || sinceAck >= window) {
                acknowledge();
            }
            if (last) {
                end(true);
            }
        }

        private void acknowledge() throws IOException {
            sinceAck = 0;
            ByteBuffer ack = ByteBuffer.allocate(4).putShort((short) 4).putShort((short) got).flip();
            channel.write(ack);
        }

        /** True if the client is still at it; repeats the last packet after a long silence. */
        boolean nudge(long now) throws IOException {
            if (complete || failed) {
                return false;
            }
            if (now - heardAt > PATIENCE_NANOS) {
                heardAt = now;
                if (answered) {
                    acknowledge();
                } else {
                    channel.send(ByteBuffer.wrap(request), server);
                }
            }
            return true;
        }

        private void end(boolean well) {
            complete = well;
            failed = !well;
            endedAt = System.nanoTime();
        }
    }
}
