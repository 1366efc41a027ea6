package dev.ichor.rack.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.assets.build.TalosStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The decisions of the stand-in, which the rack's proofs rest on; its own tests are Python, as it is. */
@Timeout(60)
class TalosStandInTest {
    @Test
    void itDecidesAsTalosDoes() throws IOException, InterruptedException {
        Process tests = new ProcessBuilder("python3", "-B",
                TalosStandIn.source().resolve("tests/test_standin.py").toString()).redirectErrorStream(true).start();
        tests.getOutputStream().close();
        String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tests.waitFor(), "its tests need the Debian packages python3 and python3-yaml:\n" + said);
    }
}
