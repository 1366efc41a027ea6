package dev.ichor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The appliance's database: {@code ichor.db} in the state folder. One connection writes, behind a lock; a few others
 * read, each seeing the last commit. What {@link #inTransaction} returned from is on the disk.
 *
 * <p>Thread-safe. Never wait for the network inside a transaction.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 2;

    private final Path folder;
    private final StateLock lock;
    private final Connection writer;
    private final List<Connection> allReaders;
    private final BlockingQueue<Connection> readers;
    private final ReentrantLock writing = new ReentrantLock(true);

    private Database(Path folder, StateLock lock, Connection writer, List<Connection> readers) {
        this.folder = folder;
        this.lock = lock;
        this.writer = writer;
        this.allReaders = List.copyOf(readers);
        this.readers = new ArrayBlockingQueue<>(READERS, false, readers);
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Opens the state folder, makes it and its database if need be, and migrates the database.
     *
     * @throws StoreException if another process has it open, or it cannot be used
     */
    public static Database open(Path folder) {
        makeFolder(folder);
        StateLock lock = StateLock.take(folder);
        try {
            Path file = folder.resolve("ichor.db");
            Connections connections = new Connections(file);
            Migration.run(file, connections);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Connection writer = connections.writer();
            writer.setAutoCommit(false);
            List<Connection> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(connections.reader());
            }
            return new Database(folder, lock, writer, readers);
        } catch (SQLException | IOException e) {
            lock.close();
            throw new StoreException("cannot open the database in " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new StoreException("cannot make the state folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The state folder, for files that lie beside the database. */
    public Path folder() {
        return folder;
    }

    /**
     * Runs {@code work} alone and commits; when this returns, the change is durable. Rolls back on any exception.
     *
     * @throws StoreException for errors of the database
     */
    public <T> T inTransaction(Work<T> work) {
        writing.lock();
        try {
            T result = work.run(writer);
            writer.commit();
            return result;
        } catch (SQLException e) {
            rollback(e);
            throw new StoreException("the database refused a change: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            rollback(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private void rollback(Throwable cause) {
        try {
            writer.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Runs {@code work} on a read-only connection in one snapshot of the database.
     *
     * @throws StoreException for errors of the database
     */
    public <T> T reading(Work<T> work) {
        Connection connection = taken();
        try {
            connection.setAutoCommit(false);
            try {
                return work.run(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("the database refused a question: " + e.getMessage(), e);
        } finally {
            readers.add(connection);
        }
    }

    /**
     * Writes the whole file anew, so that nothing is left in it of what was deleted or overwritten. Needs as much free
     * space as the file has, and nobody who reads meanwhile.
     *
     * @throws StoreException if it cannot be done; nothing is lost then
     */
    public void compact() {
        writing.lock();
        try (Statement statement = autonomous().createStatement()) {
            statement.execute("VACUUM");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new StoreException("the database cannot be written anew: " + e.getMessage(), e);
        } finally {
            transactional();
            writing.unlock();
        }
    }

    private Connection autonomous() throws SQLException {
        writer.setAutoCommit(true);
        return writer;
    }

    private void transactional() {
        try {
            writer.setAutoCommit(false);
        } catch (SQLException e) {
            throw new StoreException("the database cannot be used any more: " + e.getMessage(), e);
        }
    }

    private Connection taken() {
        try {
            return readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", e);
        }
    }

    /** Waits for the running transaction, then closes. */
    @Override
    public void close() {
        writing.lock();
        try {
            for (Connection reader : allReaders) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close the database: " + e.getMessage(), e);
        } finally {
            lock.close();
            writing.unlock();
        }
    }
}
