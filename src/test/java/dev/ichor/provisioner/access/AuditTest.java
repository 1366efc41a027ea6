package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.store.Database;
import dev.ichor.store.Rows;
import dev.ichor.store.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AuditTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Caller ANNA = new Caller("t-1", "anna", Role.ADMIN, "192.0.2.7");
    private static final Caller BERT = new Caller("t-2", "bert", Role.OPERATOR, "192.0.2.8");

    @TempDir
    Path folder;

    private static void add(Database database, Audit audit, Caller by, String object, String before, String after) {
        database.inTransaction(connection -> {
            audit.add(connection, by, "change thing", object, before, after);
            return 0;
        });
    }

    @Test
    void itIsAppendOnly() {
        try (Database database = Database.open(folder)) {
            Audit audit = new StoredAudit(database, () -> NOW);
            add(database, audit, ANNA, "a", "", "1");
            for (String change : List.of("UPDATE audit SET action = 'x'", "DELETE FROM audit",
                    "REPLACE INTO audit SELECT 1, 0, '', '', '', '', '', '', '', ''",
                    "INSERT OR IGNORE INTO audit SELECT 1, 0, '', '', '', '', '', '', '', ''",
                    "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT DO UPDATE SET action = 'x'")) {
                StoreException refused = assertThrows(StoreException.class,
                        () -> database.inTransaction(connection -> Rows.run(connection, change)), change);
                assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
            }
            assertEquals(List.of(new Audit.Entry(1, NOW, ANNA, "change thing", "a", "", "1")),
                    audit.list(Audit.Filter.ALL, Long.MAX_VALUE, 10));
        }
    }

    @Test
    void itIsListedNewestFirstByObjectByNameAndInPages() {
        try (Database database = Database.open(folder)) {
            Audit audit = new StoredAudit(database, () -> NOW);
            for (int i = 1; i <= 20; i++) {
                add(database, audit, i % 2 == 0 ? ANNA : BERT, i % 5 == 0 ? "fifth" : "other", "", "" + i);
            }
            assertEquals(List.of(20L, 19L, 18L), sequences(audit.list(Audit.Filter.ALL, Long.MAX_VALUE, 3)));
            assertEquals(List.of(17L, 16L), sequences(audit.list(Audit.Filter.ALL, 18, 2)));
            assertEquals(List.of(20L, 15L, 10L, 5L), sequences(audit.list(new Audit.Filter(Optional.of("fifth"),
                    Optional.empty()), Long.MAX_VALUE, 9)));
            assertEquals(List.of(15L, 5L), sequences(audit.list(new Audit.Filter(Optional.of("fifth"),
                    Optional.of("bert")), 20, 9)));
            assertEquals(List.of(), audit.list(new Audit.Filter(Optional.of("' OR 1=1"), Optional.empty()), 99, 9));
        }
    }

    private static List<Long> sequences(List<Audit.Entry> entries) {
        return entries.stream().map(Audit.Entry::sequence).toList();
    }

    @Test
    void aRolledBackChangeLeavesNoEntry() {
        try (Database database = Database.open(folder)) {
            Audit audit = new StoredAudit(database, () -> NOW);
            assertThrows(IllegalStateException.class, () -> database.inTransaction(connection -> {
                audit.add(connection, ANNA, "arm machine", "m-1", "", "");
                throw new IllegalStateException("no");
            }));
            assertEquals(List.of(), audit.list(Audit.Filter.ALL, Long.MAX_VALUE, 10));
        }
    }

    @Test
    void longValuesAreCutWithAMark() {
        try (Database database = Database.open(folder)) {
            Audit audit = new StoredAudit(database, () -> NOW);
            add(database, audit, ANNA, "o".repeat(5_000), "x".repeat(StoredAudit.VALUE_BYTES), "😀".repeat(30_000));
            Audit.Entry entry = audit.list(Audit.Filter.ALL, Long.MAX_VALUE, 1).getFirst();
            assertEquals("x".repeat(StoredAudit.VALUE_BYTES), entry.before(), "as long as it may be");
            assertEquals("😀".repeat(StoredAudit.VALUE_BYTES / 4) + " … (cut; it has 60000 characters)",
                    entry.after());
            assertTrue(entry.object().length() < 1_100);
        }
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(60), 0, 0x10000).collect(StringBuilder::new,
                    (out, c) -> out.append((char) c), StringBuilder::append).toString();
            String cut = StoredAudit.cut(text, 30);
            String kept = cut.equals(text) ? "" : cut.substring(0, cut.lastIndexOf(" … (cut"));
            assertTrue(kept.getBytes(StandardCharsets.UTF_8).length <= 30 && text.startsWith(kept), cut);
        }
    }

    @Test
    void secretsNeverGoIn() {
        try (Database database = Database.open(folder); Access access = new Access(database, () -> NOW)) {
            Tokens.Fresh first = access.tokens().first().orElseThrow();
            Tokens.Fresh other = access.tokens().create("ci", Role.OPERATOR, Optional.empty(), ANNA);
            access.tokens().revoke(other.token().id(), ANNA);
            Webhooks.Fresh hook = access.webhooks().create(
                    URI.create("https://hooks.example:8443/T0/SECRETPATH?k=QUERY"), List.of("held"), ANNA);
            access.webhooks().delete(hook.hook().id(), ANNA);
            String all = access.audit().list(Audit.Filter.ALL, Long.MAX_VALUE, 100).toString();
            for (String secret : List.of(first.secret(), other.secret(), hook.secret())) {
                assertFalse(all.contains(secret) || all.contains(secret.substring(secret.length() - 43)), all);
            }
            assertFalse(all.contains("SECRETPATH") || all.contains("QUERY"), all);
            assertEquals(List.of("delete webhook", "create webhook", "revoke token", "create token", "create token"),
                    access.audit().list(Audit.Filter.ALL, Long.MAX_VALUE, 100).stream().map(Audit.Entry::action)
                            .toList());
            assertTrue(all.contains("https://hooks.example:8443") && all.contains("\"role\":\"operator\""), all);
        }
    }
}
