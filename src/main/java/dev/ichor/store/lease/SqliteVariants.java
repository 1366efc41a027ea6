package dev.ichor.store.lease;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.provision.OfferVariant;
import dev.ichor.provision.VariantMemory;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembered offer variants in SQLite. */
public final class SqliteVariants implements VariantMemory {
    private final Transactions database;

    /** @param database migrated */
    public SqliteVariants(Transactions database) {
        this.database = database;
    }

    @Override
    public Map<Mac, OfferVariant> load() throws IOException {
        Map<Mac, OfferVariant> out = new HashMap<>();
        transact("read", connection -> {
            try (PreparedStatement all = connection.prepareStatement("SELECT mac, variant FROM offer_variant");
                 ResultSet rows = all.executeQuery()) {
                while (rows.next()) {
                    out.put(Mac.parse(rows.getString(1)), OfferVariant.valueOf(rows.getString(2)));
                }
            } catch (Malformed e) {
                throw new SQLException("a row is broken: " + e.getMessage(), e);
            }
        });
        return out;
    }

    @Override
    public void remember(Mac mac, OfferVariant variant, Instant at) throws IOException {
        transact("written", connection -> {
            try (PreparedStatement put = connection.prepareStatement("""
                    INSERT INTO offer_variant (mac, variant, learned) VALUES (?, ?, ?)
                    ON CONFLICT (mac) DO UPDATE SET variant = excluded.variant, learned = excluded.learned""")) {
                put.setString(1, mac.toString());
                put.setString(2, variant.name());
                put.setLong(3, at.toEpochMilli());
                put.executeUpdate();
            }
        });
    }

    private void transact(String verb, Transactions.Work work) throws IOException {
        try {
            database.inTransaction(work);
        } catch (IOException | RuntimeException e) {
            throw new IOException("remembered offers cannot be " + verb + ": " + e.getMessage(), e);
        }
    }
}
