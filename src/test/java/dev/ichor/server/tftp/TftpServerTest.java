package dev.ichor.server.tftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.tftp.Option;
import dev.ichor.tftp.Outcome;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.TransferRecord;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TftpServerTest extends TftpBed {
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
    void theModeMayBeInUpperCase() throws Exception {
        send(new Packet.ReadRequest("disk", "OCTET", List.of()), server.port());
        assertInstanceOf(Packet.Data.class, decode(receive()));
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
    void stoppingEndsLiveTransfersWithAnError() throws Exception {
        send(read("disk"), server.port());
        receive();
        server.stop(Duration.ofMillis(50));
        assertEquals(new Packet.Error(0, "the server stops"), decode(receive()));
        assertEquals(new Outcome.Failed("the server stops"), record().outcome());
        start(false, 4);
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
}
