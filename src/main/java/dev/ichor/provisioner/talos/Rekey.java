package dev.ichor.provisioner.talos;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.json.Json;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.Database;
import dev.ichor.store.talos.SealedColumns;
import dev.ichor.vault.Seal;
import dev.ichor.vault.SealKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Seals everything in the database anew under another key: all of it or nothing. Can be repeated. */
public final class Rekey {
    private Rekey() {
    }

    /**
     * Does it in one transaction, and audits it.
     *
     * @param random   a secure one
     * @param problems why nothing was changed, if so: each record that neither key opens, or, if none is under either
     *                 key, that alone
     * @return how many records were sealed anew
     */
    public static int run(Database database, Audit audit, SealKey from, SealKey to, RandomGenerator random,
                          Problems problems) {
        return database.inTransaction(connection -> {
            Map<SealedColumns.Cell, byte[]> fresh = fresh(connection, from, to, random, problems);
            if (!problems.isEmpty()) {
                return 0;
            }
            for (Map.Entry<SealedColumns.Cell, byte[]> cell : fresh.entrySet()) {
                SealedColumns.replace(connection, cell.getKey(), cell.getValue(), to.id());
            }
            if (!fresh.isEmpty()) {
                audit.add(connection, Caller.APPLIANCE, "re-key secrets", "secrets", Json.write(Map.of("sealedWith",
                        from.id())), Json.write(Map.of("sealedWith", to.id(), "records", fresh.size())));
            }
            return fresh.size();
        });
    }

    private static Map<SealedColumns.Cell, byte[]> fresh(Connection connection, SealKey from, SealKey to,
                                                         RandomGenerator random, Problems problems)
            throws SQLException {
        List<SealedColumns.Cell> cells = SealedColumns.all(connection);
        TreeSet<String> strangers = new TreeSet<>(cells.stream().map(SealedColumns.Cell::keyId).toList());
        strangers.removeAll(List.of(from.id(), to.id()));
        if (!strangers.isEmpty()) {
            problems.add("seal key", "the secrets in the database are sealed with the key " + String.join(", ",
                    strangers) + ", but --from is the key " + from.id(), "Give the key file that was in use as --from");
            return Map.of();
        }
        Map<SealedColumns.Cell, byte[]> fresh = new LinkedHashMap<>();
        for (SealedColumns.Cell cell : cells) {
            Problems own = new Problems();
            Optional<Map<String, byte[]>> done = Seal.rekey(from, to, Map.of(cell.about(), cell.sealed()), random, own);
            if (done.isPresent() && !cell.keyId().equals(to.id())) {
                fresh.put(cell, done.get().get(cell.about()));
            }
            for (Problem problem : own.list()) {
                problems.add(cell.toString(), problem.what(), "");
            }
        }
        return fresh;
    }
}
