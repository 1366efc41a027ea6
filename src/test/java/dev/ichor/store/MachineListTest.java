package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.store.MachineList.Clause;
import dev.ichor.store.MachineList.Column;
import dev.ichor.store.MachineList.Mark;
import dev.ichor.store.MachineList.Wanted;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite finds the machines of a page: never by looking at all of them. */
@Timeout(60)
class MachineListTest {
    private static final Wanted ALL = wanted("", "", "", "", false);

    @TempDir
    Path folder;

    private static Wanted wanted(String stage, String cluster, String zone, String text, boolean person) {
        return new Wanted(some(stage), some(cluster), some(zone), some(text), person);
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static List<String> plan(Database database, Clause query) {
        return database.reading(connection -> Rows.list(connection, "EXPLAIN QUERY PLAN " + query.sql(),
                row -> row.getString("detail"), query.values().toArray()));
    }

    @Test
    void everyOrderOfAllMachinesIsThatOfAnIndex() {
        try (Database database = Database.open(folder)) {
            for (Column column : Column.values()) {
                for (boolean down : new boolean[] {false, true}) {
                    List<String> first = plan(database, MachineList.marked(ALL, false, column, down,
                            Optional.empty(), 10));
                    assertEquals(1, first.size(), first.toString());
                    assertTrue(first.getFirst().contains("USING COVERING INDEX"), first.toString());
                    List<String> next = plan(database, MachineList.marked(ALL, false, column, down,
                            Optional.of(new Mark("1", "m-aaaaaaaa")), 10));
                    assertEquals(1, next.size(), next.toString());
                    assertTrue(next.getFirst().startsWith("SEARCH machines USING COVERING INDEX"), next.toString());
                }
            }
        }
    }

    @Test
    void filtersInTheUsualOrderHaveTheirIndexes() {
        Object[][] table = {
            {wanted("assigned", "", "", "", false), "machines_stage"},
            {wanted("", "prod", "", "", false), "machines_cluster"},
            {wanted("", "", "", "", true), "machines_person"},
        };
        try (Database database = Database.open(folder)) {
            for (Object[] row : table) {
                for (Optional<Mark> after : List.of(Optional.<Mark>empty(), Optional.of(new Mark("1", "m-a")))) {
                    List<String> plan = plan(database, MachineList.marked((Wanted) row[0], false, Column.FIRST_SEEN,
                            false, after, 10));
                    assertEquals(1, plan.size(), plan.toString());
                    assertTrue((plan.getFirst() + " ").contains("INDEX " + row[1] + " "), plan.toString());
                }
            }
        }
    }

    @Test
    void rareTextsAndZonesBeginWithWhatTheyFind() {
        try (Database database = Database.open(folder)) {
            for (Wanted wanted : List.of(wanted("", "", "", "abc", false), wanted("", "", "rack-1", "", false))) {
                List<String> plan = plan(database, MachineList.marked(wanted, true, Column.FIRST_SEEN, false,
                        Optional.empty(), 10));
                assertTrue(plan.getFirst().startsWith("SEARCH machines USING INDEX"), plan.toString());
            }
        }
    }
}
