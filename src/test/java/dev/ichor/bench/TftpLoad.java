package dev.ichor.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many TFTP clients at once on one thread: {@code server port file size clients blksize windowsize seconds}. Prints one
 * line {@code key=value}. A blksize of 512 with windowsize 1 asks for no options, as the oldest ROMs do.
 */
public final class TftpLoad {
    private static final long RESEND_NANOS = 1_000_000_000L;

    private final InetSocketAddress server;
    private final byte[] request;
    private final long size;
    private final int blksize;
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(70_000);
    private long resends;
    private long received;

    private TftpLoad(InetSocketAddress server, String file, long size, int blksize, int window) throws IOException {
        this.server = server;
        this.size = size;
        this.blksize = blksize;
        String options = (blksize == 512 ? "" : "blksize\0" + blksize + "\0")
                + (window == 1 ? "" : "windowsize\0" + window + "\0");
        this.request = ("\0\1" + file + "\0octet\0" + options).getBytes(StandardCharsets.ISO_8859_1);
    }

    public static void main(String[] args) throws IOException {
        TftpLoad load = new TftpLoad(new InetSocketAddress(args[0], Integer.parseInt(args[1])), args[2],
                Long.parseLong(args[3]), Integer.parseInt(args[5]), Integer.parseInt(args[6]));
        System.out.println(load.run(Integer.parseInt(args[4]), Long.parseLong(args[7]) * 1_000_000_000L));
    }

    private String run(int count, long limit) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            clients.add(new Client());
        }
        while (clients.stream().anyMatch(c -> !c.ended) && System.nanoTime() - begin < limit) {
            selector.select(this::ready, 50);
            long now = System.nanoTime();
            for (Client client : clients) {
                client.resendIfQuiet(now);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long whole = clients.stream().filter(c -> c.whole).count();
        return String.format("clients=%d whole=%d seconds=%.3f bytes=%d resends=%d", count, whole, seconds, received,
                resends);
    }

    private void ready(SelectionKey key) {
        try {
            ((Client) key.attachment()).read();
        } catch (IOException e) {
            ((Client) key.attachment()).ended = true;
        }
    }

    private final class Client {
        private final DatagramChannel channel = DatagramChannel.open();
        private InetSocketAddress peer;
        private long block;
        private long bytes;
        private int sinceAck;
        private boolean gapTold;
        /** A server that grants no window waits for an ACK of each block. */
        private int granted = 1;
        private boolean ended;
        private boolean whole;
        private long heard = System.nanoTime();

        Client() throws IOException {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(0));
            channel.register(selector, SelectionKey.OP_READ, this);
            channel.send(ByteBuffer.wrap(request), server);
        }

        private void read() throws IOException {
            while (!ended) {
                in.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(in);
                if (from == null) {
                    return;
                }
                in.flip();
                peer = peer == null ? from : peer;
                accept();
            }
        }

        private void accept() throws IOException {
            int opcode = in.getShort();
            int number = in.getShort() & 0xFFFF;
            if (opcode == 6 && block == 0) {
                granted = grantedWindow();
                acknowledge();
            } else if (opcode == 3 && number == (block + 1 & 0xFFFF)) {
                block++;
                sinceAck++;
                gapTold = false;
                bytes += in.remaining();
                received += in.remaining();
                boolean last = in.remaining() < blksize;
                if (last || sinceAck == granted) {
                    acknowledge();
                }
                if (last) {
                    ended = true;
                    whole = bytes == size;
                    channel.close();
                }
            } else if (opcode == 3 && !gapTold) {
                acknowledge();
                gapTold = granted > 1;
            } else if (opcode == 5) {
                ended = true;
                channel.close();
            }
        }

        private int grantedWindow() {
            String[] texts = StandardCharsets.ISO_8859_1.decode(in).toString().split("\0");
            for (int i = 0; i + 1 < texts.length; i += 2) {
                if (texts[i].equalsIgnoreCase("windowsize")) {
                    return Integer.parseInt(texts[i + 1]);
                }
            }
            return 1;
        }

        private void acknowledge() throws IOException {
            ByteBuffer ack = ByteBuffer.allocate(4).putShort((short) 4).putShort((short) block).flip();
            channel.send(ack, peer);
            sinceAck = 0;
            heard = System.nanoTime();
        }

        private void resendIfQuiet(long now) throws IOException {
            if (ended || now - heard < RESEND_NANOS) {
                return;
            }
            resends++;
            heard = now;
            if (peer == null) {
                channel.send(ByteBuffer.wrap(request), server);
            } else {
                acknowledge();
            }
        }
    }
}
