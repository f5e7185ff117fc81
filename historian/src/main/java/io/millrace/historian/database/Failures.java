package io.millrace.historian.database;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a refusal of PostgreSQL means to us, by its SQLSTATE (PostgreSQL documentation, appendix A). */
public final class Failures {

    /** Faults of the data class that say nothing about the data. */
    private static final Set<String> NOT_THE_DATA = Set.of("22023", "23503");

    private Failures() {}

    /** The same key is there already. */
    public static boolean isConflict(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    /** No partition takes the row: someone dropped it behind our back. PostgreSQL calls it a violated check. */
    public static boolean isMissingPartition(SQLException failure) {
        return "23514".equals(failure.getSQLState());
    }

    /** Something in the rows themselves, so that the same rows will be refused again. */
    public static boolean isInTheData(SQLException failure) {
        String state = state(failure);
        return (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))
                && !NOT_THE_DATA.contains(state);
    }

    /** Our tables are not there: the database was emptied or replaced. */
    public static boolean isMissingSchema(SQLException failure) {
        String state = state(failure);
        return state.equals("42P01") || state.equals("3F000") || state.equals("42883");
    }

    /** The connection itself is no longer of use. */
    public static boolean isConnectionLost(SQLException failure) {
        String state = state(failure);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || state.startsWith("XX");
    }

    public static boolean isTimeout(SQLException failure) {
        return "57014".equals(failure.getSQLState());
    }

    /** The database's own words without the driver's decoration. */
    public static String words(SQLException failure) {
        ServerErrorMessage server = server(failure);
        String words = server != null && server.getMessage() != null ? server.getMessage() : failure.getMessage();
        return words == null
                ? failure.getClass().getSimpleName()
                : words.lines().findFirst().orElse("");
    }

    public static @Nullable ServerErrorMessage server(SQLException failure) {
        return failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    /** A sentence for people: where, what, and what to do. */
    static HistorianUnavailableException unreachable(String where, SQLException failure) {
        return new HistorianUnavailableException(
                "The historian's database at " + where + " cannot be used: " + words(failure) + remedy(state(failure)),
                failure);
    }

    private static String remedy(String state) {
        return switch (state) {
            case "28P01", "28000" -> " (check historian.user and historian.password)";
            case "3D000" -> " (create the database, or correct historian.jdbc)";
            case "42501" -> " (the user needs the right to create in this database)";
            case "53100" -> " (make room on the disk of PostgreSQL)";
            case "53300" -> " (raise max_connections of PostgreSQL)";
            default -> "";
        };
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
