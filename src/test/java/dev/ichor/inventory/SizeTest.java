package dev.ichor.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Malformed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SizeTest {
    @ParameterizedTest
    @CsvSource({"512GB,512000000000,512GB", "16GiB,17179869184,16GiB", "1.92TB,1920000000000,1920GB", "1,1,1",
            "1 TB,1000000000000,1TB", "1.5KiB,1536,1536", "1024,1024,1KiB", "1000,1000,1kB", "0.5GB,500000000,500MB",
            "1152921504606846976,1152921504606846976,1048576TiB"})
    void readsAndWrites(String text, long bytes, String canonical) throws Malformed {
        assertEquals(bytes, Size.parse(text));
        assertEquals(canonical, Size.text(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0GB", "-1", "GB", "1PB", "1.0001", "0.5", "1.5B", "99999999TB", "1e9", "1GBB",
            "999999999999999TiB"})
    void refuses(String text) {
        assertThrows(Malformed.class, () -> Size.parse(text));
    }

    @Test
    void whatIsWrittenIsReadTheSame() throws Malformed {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long bytes = 1 + (random.nextLong() >>> random.nextInt(4, 63)) % (1L << 60);
            long even = bytes / 1_000_000 * 1_000_000;
            assertEquals(bytes, Size.parse(Size.text(bytes)));
            assertEquals(Math.max(1, even), Size.parse(Size.text(Math.max(1, even))));
        }
    }
}
