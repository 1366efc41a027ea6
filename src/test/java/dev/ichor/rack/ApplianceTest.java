package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("netns")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApplianceTest {
    @Test
    void aStartThatFailsIsToldAtOnceWithItsOutput() {
        try (Rack rack = Rack.open()) {
            Host host = rack.segment(1500).host("appliance", "10.77.0.1/24");
            Appliance appliance = Appliance.on(host, rack.folder().resolve("no-such-settings.yaml"), Path.of("."),
                    AdminDoor.of(8081, rack.folder().resolve("state")));
            RackFailure failure = assertThrows(RackFailure.class, appliance::start);
            assertTrue(failure.getMessage().contains("ended before it printed"), failure.getMessage());
            assertFalse(appliance.isRunning());
        }
    }
}
