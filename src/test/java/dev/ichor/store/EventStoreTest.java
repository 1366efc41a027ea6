package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventStoreTest {
    @TempDir
    Path folder;

    @Test
    void eventsAreAppendOnly() {
        try (Database database = Database.open(folder)) {
            EventStore events = new EventStore();
            MachineEvent event = new MachineEvent.Reported(Instant.EPOCH, BootId.of(1), "hello");
            database.inTransaction(connection -> {
                events.append(connection, MachineId.of(1), event);
                events.append(connection, MachineId.of(2), event);
                return 2;
            });
            for (String change : List.of("UPDATE events SET text = 'x'", "DELETE FROM events",
                    "REPLACE INTO events (sequence, machine, at, kind, text) VALUES (1, 'm', 0, 'k', 't')")) {
                StoreException refused = assertThrows(StoreException.class,
                        () -> database.inTransaction(connection -> Rows.run(connection, change)), change);
                assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
            }
            assertEquals(2, database.reading(c -> events.after(c, Optional.empty(), 0, 10)).size());
            assertEquals(List.of(2L), database.reading(c -> events.after(c, Optional.of(MachineId.of(2)), 0, 10))
                    .stream().map(EventStore.Line::sequence).toList());
            assertEquals(List.of(), database.reading(c -> events.after(c, Optional.empty(), 2, 10)));
        }
    }
}
