package dev.ichor.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.ichor.tftp.Negotiation.Terms;

/** A transfer and a client of RFC 1350 and 7440 on a simulated network that loses, doubles and reorders packets. */
class TransferOverBadNetworkTest {
    private static final long MS = 1_000_000;
    private final long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());

    /** What the client gets is told by block numbers: with all blocks in order it has exactly the file's bytes. */
    private static final class World {
        private final Random random;
        private final double bad;
        private final long size;
        private final Terms terms;
        private final Transfer transfer;
        private final PriorityQueue<Flight> flights = new PriorityQueue<>();
        private long now;
        private long order;
        private long got;
        private long bytes;
        private int sinceAck;
        private boolean complete;
        private boolean greeted;
        private long clientAt = 1000 * MS;
        private long sentByServer;

        /** A packet under way; {@code block} -1 stands for the option acknowledgement. */
        private record Flight(long at, long order, boolean toServer, long block) implements Comparable<Flight> {
            @Override
            public int compareTo(Flight other) {
                return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
            }
        }

        World(long seed, double bad, long size, Terms terms) {
            this.random = new Random(seed);
            this.bad = bad;
            this.size = size;
            this.terms = terms;
            this.transfer = new Transfer(size, terms, Patience.DEFAULT);
        }

        void run() {
            perform(transfer.on(new Event.Started(), now));
            while (!transfer.finished()) {
                long next = Math.min(transfer.deadline(), complete ? Long.MAX_VALUE : clientAt);
                if (!flights.isEmpty() && flights.peek().at() <= next) {
                    Flight flight = flights.poll();
                    now = flight.at();
                    if (flight.toServer()) {
                        perform(transfer.on(new Event.Received(new Packet.Ack((int) (flight.block() & 0xFFFF))), now));
                    } else {
                        receive(flight.block());
                    }
                } else {
                    now = next;
                    if (next == transfer.deadline()) {
                        perform(transfer.on(new Event.Expired(), now));
                    } else {
                        clientAt = now + 1000 * MS;
                        if (greeted) {
                            fly(true, got);
                        }
                    }
                }
            }
        }

        private void perform(List<Action> actions) {
            for (Action action : actions) {
                switch (action) {
                    case Action.Send(Packet _) -> fly(false, -1);
                    case Action.SendData(long first, long last) -> {
                        for (long block = first; block <= last; block++) {
                            fly(false, block);
                        }
                    }
                    case Action.Finish(Outcome _) -> { }
                }
            }
        }

        private void fly(boolean toServer, long block) {
            sentByServer += toServer ? 0 : 1;
            for (int copies = random.nextDouble() < bad ? 2 : 1; copies > 0; copies--) {
                if (random.nextDouble() >= bad) {
                    long late = random.nextDouble() < bad ? random.nextLong(3 * MS) : 0;
                    flights.add(new Flight(now + MS / 5 + late, order++, toServer, block));
                }
            }
        }

        private void receive(long block) {
            clientAt = now + 1000 * MS;
            greeted = true;
            if (block < 0) {
                fly(true, got);
                return;
            }
            if ((block & 0xFFFF) != (got + 1 & 0xFFFF) || complete) {
                sinceAck = 0;
                fly(true, got);
                return;
            }
            assertEquals(got + 1, block, "a wrapped number must not be taken for another block");
            got++;
            sinceAck++;
            long length = Math.min(terms.blksize(), size - (block - 1) * terms.blksize());
            bytes += length;
            complete = length < terms.blksize();
            if (complete || sinceAck == terms.window()) {
                sinceAck = 0;
                fly(true, got);
            }
        }
    }

    @Test
    @Timeout(60)
    void everySizeArrivesWholeOverEveryNetwork() {
        System.out.println("tftp network: -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        for (double bad : new double[] {0, 0.05, 0.2}) {
            for (int blksize : new int[] {8, 512, 1468}) {
                for (int window : new int[] {1, 4, 16}) {
                    for (long blocks : new long[] {0, 1, 2, 3, 17}) {
                        for (long size = Math.max(0, blocks * blksize - 1); size <= blocks * blksize + 1; size++) {
                            check(random.nextLong(), bad, size, blksize, window);
                        }
                    }
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void blockNumbersWrapUnderLoss() {
        Random random = new Random(seed);
        for (int window : new int[] {1, 4, 64}) {
            check(random.nextLong(), 0.05, 65_535L * 8, 8, window);
            check(random.nextLong(), 0.05, 65_536L * 8 + 3, 8, window);
            check(random.nextLong(), 0.02, 131_073L * 8, 8, window);
        }
    }

    @Test
    void doubledPacketsDoNotDoubleTheTraffic() {
        for (int window : new int[] {1, 4}) {
            World world = new World(seed, 0, 512 * 400, terms(512 * 400, 512, window));
            // One acknowledgement from nowhere, early on: the apprentice would send each later block twice.
            world.flights.add(new World.Flight(MS, -1, true, 4));
            world.run();
            assertTrue(world.complete);
            assertTrue(world.sentByServer < 401 + 3 * window, "packets for 401 blocks: " + world.sentByServer);
        }
    }

    private void check(long networkSeed, double bad, long size, int blksize, int window) {
        World world = new World(networkSeed, bad, size, terms(size, blksize, window));
        world.run();
        String what = "size " + size + " blksize " + blksize + " window " + window + " bad " + bad + " seed " + seed;
        assertTrue(world.complete, what);
        assertEquals(size, world.bytes, what);
    }

    private static Terms terms(long size, int blksize, int window) {
        List<Option> asked = List.of(new Option("blksize", "" + blksize), new Option("windowsize", "" + window));
        return Negotiation.negotiate(asked, size, new Negotiation.Limits(1500, 1468, 64));
    }
}
