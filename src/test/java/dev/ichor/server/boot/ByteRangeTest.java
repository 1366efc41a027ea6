package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({"bytes=0-0, 0, 1", "bytes=0-99, 0, 100", "bytes=0-1000, 0, 100", "bytes=99-, 99, 1",
            "bytes=-1, 99, 1", "bytes=-1000, 0, 100", "bytes=10-19, 10, 10"})
    void partsOfAHundredBytes(String header, long start, long length) {
        assertEquals(new ByteRange.Part(start, length), ByteRange.of(header, 100));
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0"})
    void nothingOfTheFile(String header) {
        assertEquals(new ByteRange.Unsatisfiable(), ByteRange.of(header, 100));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"bytes=-", "bytes=5-4", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "x",
            "bytes=9999999999999999999-"})
    void whatMayBeIgnored(String header) {
        assertEquals(new ByteRange.Whole(), ByteRange.of(header, 100));
    }

    @Test
    void anEmptyFileHasNoParts() {
        assertEquals(new ByteRange.Unsatisfiable(), ByteRange.of("bytes=0-", 0));
    }
}
