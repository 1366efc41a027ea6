package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Killed;
import dev.ichor.provisioner.access.StoredAudit;
import dev.ichor.store.Database;
import dev.ichor.store.Rows;
import dev.ichor.store.talos.SealedColumns;
import dev.ichor.vault.Seal;
import dev.ichor.vault.SealKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RekeyTest {
    private static final int MACHINES = 40;

    @TempDir
    Path folder;

    private static byte[] clear(String about) {
        return ("secret of " + about).repeat(50).getBytes(StandardCharsets.UTF_8);
    }

    /** Sealed text of two clusters and of machines, each of which was served twice. */
    private static void furnish(Database database, SealKey key) {
        SecureRandom random = new SecureRandom();
        database.inTransaction(connection -> {
            for (String cluster : List.of("a", "b")) {
                Rows.run(connection, "INSERT INTO cluster_secrets VALUES (?, ?, ?, 'GENERATED', 0)", cluster,
                        Seal.seal(key, cluster, clear(cluster), random), key.id());
            }
            for (int i = 0; i < MACHINES; i++) {
                String machine = "m-" + i / 2;
                Rows.run(connection, "INSERT INTO served (ticket, machine, arm, boot, how, hash, sealed, key_id,"
                        + " address, at) VALUES (?, ?, '', '', 'ticket', '', ?, ?, '10.0.0.1', 0)", "t" + i, machine,
                        Seal.seal(key, machine, clear(machine), random), key.id());
            }
            return 0;
        });
    }

    private static int rekey(Database database, int from, int to, Problems problems) {
        return Rekey.run(database, new StoredAudit(database, () -> Instant.EPOCH), Bench.sealKey(from),
                Bench.sealKey(to), new SecureRandom(), problems);
    }

    private static Set<String> keys(Database database) {
        return database.reading(SealedColumns::keys);
    }

    private static void allOpensWith(Database database, SealKey key) throws Malformed {
        List<SealedColumns.Cell> cells = database.reading(SealedColumns::all);
        assertEquals(MACHINES + 2, cells.size());
        for (SealedColumns.Cell cell : cells) {
            assertEquals(key.id(), cell.keyId());
            assertEquals(new String(clear(cell.about()), StandardCharsets.UTF_8),
                    new String(Seal.open(key, cell.about(), cell.sealed()), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everySealedColumnIsKnownAndSealedAnewOnce() throws Malformed {
        try (Database database = Database.open(folder)) {
            List<String> blobs = database.reading(connection -> Rows.list(connection, "SELECT m.name || '.' || c.name"
                    + " FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'sealed'"
                    + " ORDER BY 1", row -> row.getString(1)));
            assertEquals(List.of("cluster_secrets.sealed", "served.sealed"), blobs);
            furnish(database, Bench.sealKey(1));
            Problems problems = new Problems();
            assertEquals(MACHINES + 2, rekey(database, 1, 2, problems));
            allOpensWith(database, Bench.sealKey(2));
            assertEquals(0, rekey(database, 1, 2, problems));
            assertEquals(List.of(), problems.list());
            assertEquals(1, database.reading(connection -> Rows.list(connection, "SELECT * FROM audit",
                    row -> row.getString("action"))).size());
        }
    }

    @Test
    void aWrongKeyIsOneErrorAndADamagedRecordIsNamed() throws Malformed {
        try (Database database = Database.open(folder)) {
            furnish(database, Bench.sealKey(1));
            Problems problems = new Problems();
            assertEquals(0, rekey(database, 3, 2, problems));
            assertEquals("seal key: the secrets in the database are sealed with the key " + Bench.sealKey(1).id()
                    + ", but --from is the key " + Bench.sealKey(3).id() + ". Give the key file that was in use as "
                    + "--from", problems.list().getFirst().toString());
            allOpensWith(database, Bench.sealKey(1));
            database.inTransaction(connection -> Rows.run(connection, "UPDATE served SET sealed = (SELECT sealed FROM"
                    + " cluster_secrets WHERE cluster = 'a') WHERE sequence IN (3, 5)"));
            Problems damaged = new Problems();
            assertEquals(0, rekey(database, 1, 2, damaged));
            assertEquals(List.of("SERVED 3", "SERVED 5"), damaged.list().stream().map(dev.ichor.base.Problem::where)
                    .toList());
            assertEquals(Set.of(Bench.sealKey(1).id()), keys(database));
        }
    }

    @Test
    void killedAtAnyMomentEverythingIsUnderOneKeyAndItCanBeRepeated() throws Exception {
        try (Database database = Database.open(folder)) {
            furnish(database, Bench.sealKey(1));
        }
        Random random = new Random();
        for (int round = 0; round < 3; round++) {
            Killed.after(Victim.class, folder, round, 5, random.nextInt(60));
            try (Database database = Database.open(folder)) {
                Set<String> keys = keys(database);
                assertEquals(1, keys.size(), keys.toString());
                Problems problems = new Problems();
                int count = rekey(database, 2, 1, problems);
                assertTrue(problems.isEmpty() && (count == 0 || count == MACHINES + 2), problems.list().toString());
                allOpensWith(database, Bench.sealKey(1));
            }
        }
    }

    /** Seals everything anew again and again. */
    static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) {
            try (Database database = Database.open(Path.of(args[0]))) {
                for (int i = 0; i < 100_000; i++) {
                    rekey(database, 1 + i % 2, 2 - i % 2, new Problems());
                    System.out.println("again");
                    System.out.flush();
                }
            }
        }
    }
}
