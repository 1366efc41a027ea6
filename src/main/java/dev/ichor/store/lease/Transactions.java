package dev.ichor.store.lease;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database to write to. With the appliance's own database:
 * {@code work -> database.inTransaction(c -> { work.run(c); return 0; })}.
 */
@FunctionalInterface
public interface Transactions {
    /** Statements of one transaction. */
    @FunctionalInterface
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    /**
     * Runs {@code work} alone; when this returns, the change is durable.
     *
     * @throws IOException if nothing was changed
     */
    void inTransaction(Work work) throws IOException;

    /** Transactions on one connection, guarded by its monitor. Durable as far as its pragmas say. */
    static Transactions on(Connection writer) {
        return work -> {
            synchronized (writer) {
                try {
                    run(writer, work);
                } catch (SQLException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
        };
    }

    private static void run(Connection writer, Work work) throws SQLException {
        boolean auto = writer.getAutoCommit();
        writer.setAutoCommit(false);
        try {
            work.run(writer);
            writer.commit();
        } catch (SQLException | RuntimeException e) {
            writer.rollback();
            throw e;
        } finally {
            writer.setAutoCommit(auto);
        }
    }
}
