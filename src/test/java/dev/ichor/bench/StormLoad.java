package dev.ichor.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A rack that powers on all at once: simulated machines walk from DISCOVER over TFTP to the script.
 * {@code server httpPort machines seconds file}. Prints one line {@code key=value}. Needs UDP port 68, so it runs in
 * a namespace of its own.
 */
public final class StormLoad {
    final InetSocketAddress server;
    final int httpPort;
    final String file;
    final Selector selector = Selector.open();
    final DatagramChannel dhcp = DatagramChannel.open();
    private final StormMachine[] machines;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();

    private StormLoad(String server, int httpPort, int count, String file) throws IOException {
        this.server = new InetSocketAddress(server, 67);
        this.httpPort = httpPort;
        this.file = file;
        this.machines = new StormMachine[count];
        dhcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        dhcp.setOption(StandardSocketOptions.SO_BROADCAST, true);
        dhcp.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        dhcp.bind(new InetSocketAddress(68));
        dhcp.configureBlocking(false);
        dhcp.register(selector, SelectionKey.OP_READ);
    }

    public static void main(String[] args) throws IOException {
        StormLoad storm = new StormLoad(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[4]);
        System.out.println(storm.run(Long.parseLong(args[3]) * 1_000_000_000L));
    }

    private String run(long limit) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < machines.length; i++) {
            machines[i] = new StormMachine(this, i);
            machines[i].discover();
        }
        int done = 0;
        while (done < machines.length && System.nanoTime() - begin < limit) {
            selector.select(this::ready, 20);
            flush();
            done = 0;
            long now = System.nanoTime();
            for (StormMachine machine : machines) {
                machine.tick(now);
                done += machine.done() ? 1 : 0;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long second = 0;
        long tftpResends = 0;
        for (StormMachine machine : machines) {
            second += machine.discoveredAgain() ? 1 : 0;
            tftpResends += machine.resends();
        }
        return String.format("machines=%d scripts=%d seconds=%.3f second_discover=%d resends=%d", machines.length, done,
                seconds, second, tftpResends);
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof StormMachine machine) {
                machine.ready(key);
            } else {
                readDhcp();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void readDhcp() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(1500);
        while (dhcp.receive(in) != null) {
            in.flip();
            int index = in.limit() > 240 ? in.getInt(4) - 1 : -1;
            if (index >= 0 && index < machines.length) {
                machines[index].dhcp(in);
            }
            in.clear();
        }
    }

    /** Sends now, or as soon as the socket takes it: a full send buffer is the load's fault, not the server's. */
    void broadcast(byte[] message) throws IOException {
        waiting.add(ByteBuffer.wrap(message));
        flush();
    }

    private void flush() throws IOException {
        InetSocketAddress all = new InetSocketAddress("255.255.255.255", 67);
        while (!waiting.isEmpty() && dhcp.send(waiting.peek(), all) > 0) {
            waiting.poll();
        }
    }
}
