package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines.Query;
import dev.ichor.provisioner.Machines.Query.Sort;
import dev.ichor.provisioner.Machines.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PageTest {
    private static final int MACHINES = 23;

    @TempDir
    Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        Metal.declare(bench, Metal.cluster(100), Metal.policy(false));
        for (int i = 0; i < MACHINES; i++) {
            Metal metal = i % 3 == 0 ? new Metal(i, Metal.disk("sys" + i, 480), Metal.disk("full" + i, 960,
                    Metal.ext4()))
                    : Metal.blank(i);
            metal.boot(bench);
            if (i % 2 == 0) {
                bench.pass(Duration.ofSeconds(1));
            }
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void eachMachineIsOnOnePageInEveryOrder() {
        for (Sort sort : Sort.values()) {
            for (boolean down : new boolean[] {false, true}) {
                List<Row> rows = walk(new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        false, sort, down, Optional.empty(), 5));
                assertEquals(MACHINES, rows.size());
                assertEquals(MACHINES, new HashSet<>(rows.stream().map(Row::id).toList()).size());
                Comparator<Row> order = Comparator.<Row, String>comparing(row -> key(row, sort)).thenComparing(Row::id);
                assertEquals(rows.stream().sorted(down ? order.reversed() : order).map(Row::id).toList(),
                        rows.stream().map(Row::id).toList(), sort + " " + down);
            }
        }
    }

    private static String key(Row row, Sort sort) {
        return switch (sort) {
            case FIRST_SEEN -> row.firstSeen().toString();
            case LAST_EVIDENCE -> row.lastSeen().toString();
            case SERIAL -> row.serial();
            case NODE -> row.place().map(place -> place.node()).orElse("");
            case STAGE -> row.stage();
        };
    }

    private List<Row> walk(Query query) {
        List<Row> rows = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Machines.Page page = bench.provisioner.machines().page(new Query(query.stage(), query.cluster(),
                    query.zone(), query.text(), query.person(), query.sort(), query.down(), cursor, query.limit()));
            assertTrue(page.machines().size() <= query.limit());
            rows.addAll(page.machines());
            cursor = page.next();
        } while (cursor.isPresent());
        assertEquals(rows.size(), bench.provisioner.machines().count(query));
        return rows;
    }

    @Test
    void filtersTellTheTruth() {
        int blocked = (MACHINES + 2) / 3;
        assertEquals(blocked, walk(filter("discovered", "", "", false)).size());
        assertEquals(blocked, walk(filter("", "", "", true)).size());
        assertEquals(MACHINES - blocked, walk(filter("assigned", "", "", false)).size());
        assertEquals(MACHINES - blocked, walk(filter("", "prod", "", false)).size());
        assertEquals(0, walk(filter("", "other", "", false)).size());
        assertEquals(1, walk(filter("", "", "FULL3", false)).size());
        assertEquals(1, walk(filter("", "", "00:00:05", false)).size());
        assertEquals(1, walk(filter("", "", "worker-7", false)).size());
        assertEquals(MACHINES, walk(filter("", "", "acme", false)).size());
        assertEquals(MACHINES, walk(filter("", "", "cm", false)).size());
        assertEquals(0, walk(filter("", "", "a\"b% OR", false)).size());
        MachineId one = bench.provisioner.machines().find("S4").orElseThrow().id();
        assertEquals(List.of(one), walk(filter("", "", one.text().substring(2), false)).stream().map(Row::id).toList());
    }

    private static Query filter(String stage, String cluster, String text, boolean person) {
        return new Query(some(stage), some(cluster), Optional.empty(), some(text), person, Sort.FIRST_SEEN, false,
                Optional.empty(), 4);
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Test
    void aCursorOfAnotherQueryIsRefused() {
        Machines machines = bench.provisioner.machines();
        Query query = filter("", "", "", false);
        String good = machines.page(query).next().orElseThrow();
        for (String bad : List.of("", "x", "!!", good.substring(1), good + "AAAA")) {
            assertThrows(Machines.BadCursor.class, () -> machines.page(with(query, bad)), bad);
        }
        assertThrows(Machines.BadCursor.class, () -> machines.page(with(filter("assigned", "", "", false), good)));
        assertEquals(4, machines.page(with(query, good)).machines().size());
    }

    private static Query with(Query query, String cursor) {
        return new Query(query.stage(), query.cluster(), query.zone(), query.text(), query.person(), query.sort(),
                query.down(), Optional.of(cursor), query.limit());
    }

    @Test
    void listenersHearOfEventsThatAreOnTheDisk() {
        List<Integer> heard = new ArrayList<>();
        Machines machines = bench.provisioner.machines();
        Machines.Subscription subscription = machines.subscribe(
                () -> heard.add(machines.events(Optional.empty(), 0, 1000).size()));
        int before = machines.events(Optional.empty(), 0, 1000).size();
        Metal.blank(99).boot(bench);
        assertTrue(heard.getLast() > before);
        subscription.close();
        int calls = heard.size();
        Metal.blank(98).boot(bench);
        assertEquals(calls, heard.size());
    }
}
