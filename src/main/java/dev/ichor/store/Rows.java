package dev.ichor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** SQL with values: the little that is needed between JDBC and the stores. */
public final class Rows {
    private Rows() {
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query, in its order. */
    public static <T> List<T> list(Connection connection, String sql, Reader<T> reader, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> out = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    out.add(reader.read(rows));
                }
            }
            return out;
        }
    }

    /** The first row of a query. */
    public static <T> Optional<T> first(Connection connection, String sql, Reader<T> reader, Object... values)
            throws SQLException {
        return list(connection, sql, reader, values).stream().findFirst();
    }

    /** Runs a change; returns how many rows it touched. */
    public static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Instants become milliseconds, booleans 0 and 1, empty optionals NULL; unknown types their text. */
    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
            case OptionalInt number when number.isPresent() -> statement.setInt(index, number.getAsInt());
            case OptionalLong number when number.isPresent() -> statement.setLong(index, number.getAsLong());
            case Optional<?> _, OptionalInt _, OptionalLong _ -> statement.setNull(index, Types.NULL);
            case Instant instant -> statement.setLong(index, instant.toEpochMilli());
            case Boolean bool -> statement.setInt(index, bool ? 1 : 0);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case byte[] bytes -> statement.setBytes(index, bytes);
            default -> statement.setString(index, value.toString());
        }
    }

    /** A time column. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
