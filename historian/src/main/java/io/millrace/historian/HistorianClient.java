package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.historian.query.SqlQueries;
import io.millrace.model.settings.Secret;

/** Asks a historian that another process runs; changes nothing there. Thread-safe. */
public final class HistorianClient implements AutoCloseable {

    private final SqlQueries queries;

    private HistorianClient(SqlQueries queries) {
        this.queries = queries;
    }

    /** Prepares to ask; the first question connects. */
    public static HistorianClient open(String jdbcUrl, String user, Secret password) {
        return new HistorianClient(new SqlQueries(Database.ofAnother(jdbcUrl, user, password)));
    }

    public Queries queries() {
        return queries;
    }

    @Override
    public void close() {
        queries.close();
    }
}
