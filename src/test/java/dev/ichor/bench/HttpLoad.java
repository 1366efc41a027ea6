package dev.ichor.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many HTTP clients at once on one thread, each fetching one file and throwing it away:
 * {@code server port path size clients seconds}. Prints one line {@code key=value}.
 */
public final class HttpLoad {
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
    private final List<Client> clients = new ArrayList<>();
    private long received;

    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        System.out.println(new HttpLoad().run(server, args[2], Long.parseLong(args[3]), Integer.parseInt(args[4]),
                Long.parseLong(args[5]) * 1_000_000_000L));
    }

    private String run(InetSocketAddress server, String path, long size, int count, long limit) throws IOException {
        long begin = System.nanoTime();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                clients.add(new Client(selector, server, path));
            }
            while (clients.stream().anyMatch(c -> !c.ended) && System.nanoTime() - begin < limit) {
                selector.select(this::ready, 1000);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long whole = clients.stream().filter(c -> c.ended && c.body == size).count();
        return String.format("clients=%d whole=%d seconds=%.3f bytes=%d", count, whole, seconds, received);
    }

    private void ready(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            client.ready(key);
        } catch (IOException e) {
            client.ended = true;
            key.cancel();
        }
    }

    private final class Client {
        private final SocketChannel channel = SocketChannel.open();
        private final ByteBuffer request;
        private final StringBuilder head = new StringBuilder();
        private boolean inBody;
        private boolean ended;
        private long body;

        Client(Selector selector, InetSocketAddress server, String path) throws IOException {
            request = StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: "
                    + server.getHostString() + "\r\nConnection: close\r\n\r\n");
            channel.configureBlocking(false);
            channel.connect(server);
            channel.register(selector, SelectionKey.OP_CONNECT, this);
        }

        private void ready(SelectionKey key) throws IOException {
            if (key.isConnectable() && channel.finishConnect()) {
                channel.write(request);
                key.interestOps(SelectionKey.OP_READ);
            }
            if (key.isValid() && key.isReadable()) {
                in.clear();
                int n = channel.read(in);
                if (n < 0) {
                    ended = true;
                    channel.close();
                } else {
                    count(in.flip());
                }
            }
        }

        private void count(ByteBuffer bytes) {
            while (!inBody && bytes.hasRemaining()) {
                head.append((char) bytes.get());
                inBody = head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
            }
            body += bytes.remaining();
            received += bytes.remaining();
        }
    }
}
