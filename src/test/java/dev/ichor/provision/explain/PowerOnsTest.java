package dev.ichor.provision.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Mac;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where a new power-on begins, and which iPXE lies in a ROM; each row is the story of one machine. */
class PowerOnsTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    /**
     * Steps {@code second:what}: {@code p} PXE firmware, {@code i1} an iPXE with transaction 1, {@code i1+4} the same
     * four seconds after it began, {@code t} a file loaded, {@code a} a file broken off, {@code n} a script fetched,
     * {@code s} a running system. Expected: the power-on of each step, {@code r} behind it for a ROM.
     */
    @TestFactory
    Stream<DynamicTest> everyStoryIsCutRightly() {
        return Map.ofEntries(
                Map.entry("0:p 1:t 4:i1 5:n 60:s", "1 1 1 1 1"),
                Map.entry("0:p 1:t 4:i1 5:n 60:p", "1 1 1 1 2"),
                Map.entry("0:p 4:p 12:p", "1 1 1"),
                Map.entry("0:p 1:t 60:p", "1 1 2"),
                Map.entry("0:p 700:p", "1 2"),
                Map.entry("0:i1 1:t 4:i2 5:n", "1r 1 1 1"),
                Map.entry("0:i1 4:i1+4 12:i1+12", "1r 1r 1r"),
                Map.entry("0:i1 2:i2 4:i3", "1r 1r 1r"),
                Map.entry("0:i1 60:i2", "1r 2r"),
                Map.entry("0:i1 1:t 45:i2", "1r 1 1"),
                Map.entry("0:i1 1:t 4:i2 60:i3 61:t", "1r 1 1 2r 2"),
                Map.entry("0:i1 1:t 4:i2 8:i2+4 24:i2+20", "1r 1 1 1 1"),
                Map.entry("0:i1 1:a 30:i2", "1r 1 2r"),
                Map.entry("0:i1 1:n 30:i2 31:n", "1r 1 2r 2"),
                Map.entry("0:i1 20:p", "1r 2"),
                Map.entry("0:i 60:i", "1r 1r"))
                .entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(),
                        () -> assertEquals(row.getValue(), cut(row.getKey()))));
    }

    private static String cut(String story) {
        List<Exchange> exchanges = Stream.of(story.split(" ")).map(PowerOnsTest::step).toList();
        return String.join(" ", PowerOns.of(exchanges).stream()
                .map(line -> line.attempt() + (line.rom() ? "r" : "")).toList());
    }

    private static Exchange step(String text) {
        String[] parts = text.split(":");
        Map<String, String> details = new HashMap<>();
        char what = parts[1].charAt(0);
        if (what == 'p' || what == 'i' || what == 's') {
            details.put(Detail.CLIENT, what == 'p' ? Detail.FIRMWARE : what == 'i' ? Detail.IPXE : Detail.SYSTEM);
        }
        String[] transaction = parts[1].substring(1).split("\\+");
        if (!transaction[0].isEmpty()) {
            details.put(Detail.XID, transaction[0]);
        }
        details.put(Detail.SECS, transaction.length > 1 ? transaction[1] : "0");
        Kind kind = switch (what) {
            case 't', 'a' -> Kind.TFTP_TRANSFER;
            case 'n' -> Kind.SCRIPT_NEXT;
            default -> Kind.DISCOVER;
        };
        return new Exchange(START.plusSeconds(Long.parseLong(parts[0])), Keys.of(new Mac(0x525400000001L)), kind,
                what == 'a' ? Outcome.ABORTED : Outcome.OK, text, details);
    }
}
