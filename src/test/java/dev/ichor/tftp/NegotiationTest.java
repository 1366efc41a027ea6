package dev.ichor.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ichor.tftp.Negotiation.Limits;
import dev.ichor.tftp.Negotiation.Terms;

class NegotiationTest {
    private static final Limits LIMITS = new Limits(1500, 65_464, 16);

    @ParameterizedTest(name = "[{0}] is answered [{1}]")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            // asked                               | OACK                                 | blksize | window | timeout
            "-                                     | -                                    | 512     | 1      | -",
            "tsize=0                               | tsize=1000                           | 512     | 1      | -",
            "tsize=                                | tsize=1000                           | 512     | 1      | -",
            "tsize=junk                            | tsize=1000                           | 512     | 1      | -",
            "blksize=8                             | blksize=8                            | 8       | 1      | -",
            "blksize=7                             | -                                    | 512     | 1      | -",
            "blksize=0                             | -                                    | 512     | 1      | -",
            "blksize=-1                            | -                                    | 512     | 1      | -",
            "blksize=1468                          | blksize=1468                         | 1468    | 1      | -",
            "blksize=1469                          | blksize=1468                         | 1468    | 1      | -",
            "blksize=65464                         | blksize=1468                         | 1468    | 1      | -",
            "blksize=99999999999                   | -                                    | 512     | 1      | -",
            "blksize=1 468                         | -                                    | 512     | 1      | -",
            "timeout=1                             | timeout=1                            | 512     | 1      | 1",
            "timeout=255                           | timeout=255                          | 512     | 1      | 255",
            "timeout=256                           | -                                    | 512     | 1      | -",
            "timeout=0                             | -                                    | 512     | 1      | -",
            "windowsize=1                          | windowsize=1                         | 512     | 1      | -",
            "windowsize=4                          | windowsize=4                         | 512     | 4      | -",
            "windowsize=65535                      | windowsize=16                        | 512     | 16     | -",
            "windowsize=0                          | -                                    | 512     | 1      | -",
            "multicast=                            | -                                    | 512     | 1      | -",
            "BlkSize=600 TSIZE=0                   | BlkSize=600 TSIZE=1000               | 600     | 1      | -",
            "windowsize=4 x=1 tsize=0 blksize=1024 | windowsize=4 tsize=1000 blksize=1024 | 1024    | 4      | -"})
    void optionsAreGrantedInTheOrderAskedAndOnlyIfAsked(String asked, String oack, int blksize, int window,
                                                        Integer timeout) {
        Terms terms = Negotiation.negotiate(options(asked), 1000, LIMITS);
        assertEquals(options(oack), terms.accepted());
        assertEquals(blksize, terms.blksize());
        assertEquals(window, terms.window());
        assertEquals(timeout == null ? OptionalInt.empty() : OptionalInt.of(timeout), terms.timeout());
        assertEquals(terms.accepted().stream().anyMatch(o -> o.key().equals("tsize")), terms.sizeTold());
    }

    @Test
    void jumboFramesAllowLargeBlocksUpToTheCap() {
        List<Option> asked = options("blksize=65464");
        assertEquals(8968, Negotiation.negotiate(asked, 0, new Limits(9000, 65_464, 1)).blksize());
        assertEquals(1024, Negotiation.negotiate(asked, 0, new Limits(9000, 1024, 1)).blksize());
    }

    @Test
    void sizesBeyondFourGigabytesAreExact() {
        Terms terms = Negotiation.negotiate(options("tsize=0"), 5_000_000_001L, LIMITS);
        assertEquals(options("tsize=5000000001"), terms.accepted());
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(575, 512, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1500, 7, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1500, 512, 65));
    }

    private static List<Option> options(String text) {
        return text == null ? List.of() : Arrays.stream(text.split(" (?=\\p{Alpha})"))
                .map(o -> new Option(o.substring(0, o.indexOf('=')), o.substring(o.indexOf('=') + 1)))
                .collect(Collectors.toList());
    }
}
