package dev.ichor.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class TransferTest {
    private static final long MS = 1_000_000;
    private long now = 77;

    @Test
    void withoutOptionsTheFirstBlockComesAtOnce() {
        Transfer transfer = transfer(1000);
        assertEquals(List.of(new Action.SendData(1, 1)), on(transfer, new Event.Started()));
        assertEquals(List.of(new Action.SendData(2, 2)), ack(transfer, 1));
        assertEquals(finish(new Outcome.Done()), ack(transfer, 2));
        assertEquals(1000, transfer.bytes());
    }

    @Test
    void anEmptyFileIsOneEmptyBlock() {
        Transfer transfer = transfer(0);
        assertEquals(List.of(new Action.SendData(1, 1)), on(transfer, new Event.Started()));
        assertEquals(finish(new Outcome.Done()), ack(transfer, 1));
    }

    @Test
    void aMultipleOfTheBlockSizeEndsWithAnEmptyBlock() {
        Transfer transfer = transfer(512);
        on(transfer, new Event.Started());
        assertEquals(List.of(new Action.SendData(2, 2)), ack(transfer, 1));
        assertEquals(finish(new Outcome.Done()), ack(transfer, 2));
    }

    @Test
    void optionsAreSettledByAnAcknowledgementOfBlockZero() {
        Transfer transfer = transfer(1000, "tsize=0", "windowsize=4");
        assertEquals(List.of(new Action.Send(new Packet.OptionAck(options("tsize=1000", "windowsize=4")))),
                on(transfer, new Event.Started()));
        assertEquals(List.of(), ack(transfer, 1), "an ACK of something never sent");
        assertEquals(List.of(new Action.SendData(1, 2)), ack(transfer, 0));
    }

    @Test
    void aSizeProbeEndsWithoutFussWhateverTheCode() {
        for (int code : new int[] {8, 0, 5}) {
            Transfer transfer = transfer(1000, "tsize=0", "blksize=1468");
            on(transfer, new Event.Started());
            assertEquals(finish(new Outcome.SizeProbe()),
                    on(transfer, new Event.Received(new Packet.Error(code, "User aborted the transfer"))));
            assertEquals(List.of(), on(transfer, new Event.Expired()), "nothing is sent afterwards");
        }
    }

    @Test
    void theRequestAfterASizeProbeMayOvertakeItsError() {
        Transfer transfer = transfer(1000, "tsize=0", "blksize=1468");
        on(transfer, new Event.Started());
        assertEquals(finish(new Outcome.SizeProbe()), on(transfer, new Event.Replaced()));
    }

    @Test
    void anErrorLaterIsAnAbort() {
        Transfer transfer = transfer(1000);
        on(transfer, new Event.Started());
        assertEquals(finish(new Outcome.AbortedByClient(3, "disk full")),
                on(transfer, new Event.Received(new Packet.Error(3, "disk full"))));
    }

    @Test
    void aStaleAcknowledgementIsNotAnswered() {
        Transfer transfer = started(5000);
        ack(transfer, 1);
        assertEquals(List.of(), ack(transfer, 1));
        assertEquals(List.of(), ack(transfer, 0));
        assertEquals(List.of(), ack(transfer, 9), "nor one of a block not yet sent");
        assertEquals(0, transfer.retransmits());
    }

    @Test
    void otherPacketsOfTheClientAreIgnored() {
        Transfer transfer = started(5000);
        assertEquals(List.of(), on(transfer, new Event.Received(new Packet.Data(1, new byte[1]))));
        assertEquals(List.of(), on(transfer, new Event.Received(new Packet.OptionAck(List.of()))));
        assertEquals(List.of(), on(transfer, new Event.Received(new Packet.ReadRequest("a", "octet", List.of()))));
    }

    @Test
    void anAcknowledgementInsideTheWindowGoesBackToTheGap() {
        Transfer transfer = started(5000, "windowsize=4");
        ack(transfer, 0);
        assertEquals(List.of(new Action.SendData(3, 6)), ack(transfer, 2));
        assertEquals(2, transfer.retransmits());
        assertEquals(List.of(), ack(transfer, 2), "the second report of the same gap");
        assertEquals(List.of(new Action.SendData(7, 10)), ack(transfer, 6));
    }

    @Test
    void aLostFirstBlockOfAWindowIsRepairedOnceAndEchoesAreNot() {
        Transfer transfer = started(9000, "windowsize=4");
        ack(transfer, 0);
        assertEquals(List.of(new Action.SendData(5, 8)), ack(transfer, 4));
        assertEquals(List.of(new Action.SendData(5, 8)), ack(transfer, 4));
        assertEquals(List.of(), ack(transfer, 4));
        assertEquals(List.of(new Action.SendData(9, 12)), ack(transfer, 8));
        assertEquals(List.of(), ack(transfer, 8), "the echo of the window that was sent twice");
    }

    @Test
    void onlyTheTimeoutRepeatsABlock() {
        Transfer transfer = started(5000);
        assertEquals(1000 * MS, transfer.deadline() - now, "a second, as firmware expects");
        assertEquals(List.of(), on(transfer, new Event.Expired()), "too early");
        now = transfer.deadline();
        assertEquals(List.of(new Action.SendData(1, 1)), on(transfer, new Event.Expired()));
        assertEquals(2000 * MS, transfer.deadline() - now);
        assertEquals(1, transfer.retransmits());
    }

    @Test
    void theWaitFollowsTheRoundTripAndSlowClientsAreNotPestered() {
        Transfer transfer = started(1 << 20);
        now += 2 * MS;
        ack(transfer, 1);
        assertEquals(20 * MS, transfer.deadline() - now, "the floor");
        for (int block = 2; block < 200; block++) {
            now += 100 * MS;
            while (now - transfer.deadline() >= 0) {
                on(transfer, new Event.Expired());
            }
            ack(transfer, block);
        }
        assertTrue(transfer.retransmits() < 10, "for a client that takes 100 ms: " + transfer.retransmits());
    }

    @Test
    void theTimeoutThatTheClientChoseIsKept() {
        Transfer transfer = started(5000, "timeout=3");
        ack(transfer, 0);
        now += MS;
        ack(transfer, 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(3000 * MS, transfer.deadline() - now);
            now = transfer.deadline();
            assertEquals(List.of(new Action.SendData(2, 2)), on(transfer, new Event.Expired()));
        }
    }

    @Test
    void aSilentClientIsGivenUpAfterSixTriesAndNotTooSoon() {
        Transfer transfer = started(50_000);
        now += MS;
        ack(transfer, 1);
        long silentSince = now;
        List<Action> last = List.of();
        while (!transfer.finished()) {
            now = transfer.deadline();
            last = on(transfer, new Event.Expired());
        }
        assertEquals(finish(new Outcome.TimedOut()), last);
        long seconds = (now - silentSince) / (1000 * MS);
        assertTrue(seconds >= 15 && seconds <= 60, "given up after " + seconds + " s");
    }

    @Test
    void theLastAcknowledgementMayBeLost() {
        Transfer transfer = started(100);
        List<Action> last = List.of();
        while (!transfer.finished()) {
            now = transfer.deadline();
            last = on(transfer, new Event.Expired());
        }
        assertEquals(finish(new Outcome.Unconfirmed()), last);
        assertEquals(finish(new Outcome.Unconfirmed()), on(started(100), new Event.Unreachable()));
        assertEquals(finish(new Outcome.ClientGone()), on(started(1000), new Event.Unreachable()));
    }

    @Test
    void aTransferNeverOutlivesItsTotalTime() {
        Transfer transfer = started(1L << 40);
        long end = now + Patience.DEFAULT.total().toNanos();
        for (long block = 1; now < end; block++) {
            now += 900 * MS;
            ack(transfer, (int) (block & 0xFFFF));
        }
        assertTrue(transfer.deadline() - end <= 0);
        assertEquals(finish(new Outcome.TimedOut()), on(transfer, new Event.Expired()));
    }

    @Test
    void aRepeatedRequestGetsTheCurrentStateAgain() {
        Transfer transfer = started(5000, "tsize=0");
        assertEquals(List.of(), on(transfer, new Event.Repeated()), "doubled by the network");
        now += 500 * MS;
        assertEquals(List.of(new Action.Send(new Packet.OptionAck(options("tsize=5000")))),
                on(transfer, new Event.Repeated()));
        ack(transfer, 0);
        now += 500 * MS;
        assertEquals(List.of(new Action.SendData(1, 1)), on(transfer, new Event.Repeated()));
        assertFalse(transfer.finished());
    }

    @Test
    void aMachineThatWasResetBeginsAnew() {
        Transfer transfer = started(5000);
        ack(transfer, 1);
        now += 500 * MS;
        assertEquals(List.of(new Action.SendData(2, 2)), on(transfer, new Event.Repeated()));
        now += 500 * MS;
        assertEquals(finish(new Outcome.Restarted()), on(transfer, new Event.Repeated()));
        assertEquals(finish(new Outcome.Restarted()), on(started(5000), new Event.Replaced()));
    }

    @Test
    void aCancelledTransferTellsTheClient() {
        List<Action> expected =
                List.of(new Action.Send(new Packet.Error(0, "stop")), new Action.Finish(new Outcome.Failed("stop")));
        assertEquals(expected, on(started(5000), new Event.Cancelled("stop")));
    }

    @Test
    void strangersAreToldSoButNeverAnErrorForAnError() {
        assertEquals(Optional.of(new Packet.Error(5, "Unknown transfer ID")), Transfer.toStranger(new Packet.Ack(1)));
        assertEquals(Optional.empty(), Transfer.toStranger(new Packet.Error(5, "")));
    }

    private List<Action> on(Transfer transfer, Event event) {
        return transfer.on(event, now);
    }

    private List<Action> ack(Transfer transfer, int block) {
        return on(transfer, new Event.Received(new Packet.Ack(block)));
    }

    private Transfer started(long size, String... asked) {
        Transfer transfer = transfer(size, asked);
        on(transfer, new Event.Started());
        return transfer;
    }

    private static Transfer transfer(long size, String... asked) {
        return new Transfer(size, Negotiation.negotiate(options(asked), size, new Negotiation.Limits(1500, 1468, 16)),
                Patience.DEFAULT);
    }

    private static List<Action> finish(Outcome outcome) {
        return List.of(new Action.Finish(outcome));
    }

    private static List<Option> options(String... asked) {
        List<Option> options = new ArrayList<>();
        for (String option : asked) {
            String[] parts = option.split("=");
            options.add(new Option(parts[0], parts[1]));
        }
        return options;
    }
}
