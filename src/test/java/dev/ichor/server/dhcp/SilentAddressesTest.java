package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentAddressesTest {
    private static final Ipv4 A = new Ipv4(0x0A420001);
    private static final Ipv4 B = new Ipv4(0x0A420002);
    private static final long WAIT = Probes.WAIT.toNanos();

    private final SilentAddresses addresses = new SilentAddresses();

    @Test
    void anAddressIsSilentOnlyAfterAProbesTime() {
        assertEquals(List.of(A, B), addresses.missing(List.of(A, B), 0));
        assertFalse(addresses.silent(A, WAIT - 1));
        assertTrue(addresses.silent(A, WAIT));
    }

    @Test
    void whatIsClaimedOrWasNeverAskedAboutIsNotSilent() {
        addresses.missing(List.of(A), 0);
        addresses.claimed(A);
        assertFalse(addresses.silent(A, WAIT));
        assertFalse(addresses.silent(B, WAIT));
    }

    @Test
    void aSilenceAgesAndIsAskedForAgain() {
        long later = Duration.ofMinutes(2).toNanos();
        addresses.missing(List.of(A), 0);
        assertEquals(List.of(), addresses.missing(List.of(A), WAIT));
        assertFalse(addresses.silent(A, later));
        assertEquals(List.of(A), addresses.missing(List.of(A), later));
    }

    @Test
    void anAddressThatIsNoLongerNextIsForgotten() {
        addresses.missing(List.of(A), 0);
        addresses.missing(List.of(B), 1);
        assertFalse(addresses.silent(A, WAIT));
        assertTrue(addresses.silent(B, WAIT + 1));
    }

    @Test
    void theStockIsFilledNowAndThen() {
        assertTrue(addresses.due(5));
        assertFalse(addresses.due(6));
        assertTrue(addresses.due(5 + SilentAddresses.REFILL.toNanos()));
    }
}
