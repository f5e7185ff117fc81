package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.model.settings.Secret;

/** Asks a historian that another process runs; changes nothing there. Thread-safe. */
public final class HistorianClient implements AutoCloseable {

    private final Database database;
    private final SqlQueries queries;
    private final SqlDeliveries deliveries;
    private final Recordings recordings;

    private HistorianClient(Database database) {
        this.database = database;
        this.queries = new SqlQueries(database);
        this.deliveries = new SqlDeliveries(database);
        this.recordings = new Recordings(database);
    }

    /** Prepares to ask; the first question connects. */
    public static HistorianClient open(String jdbcUrl, String user, Secret password) {
        return new HistorianClient(Database.ofAnother(jdbcUrl, user, password));
    }

    public Queries queries() {
        return queries;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public Recordings recordings() {
        return recordings;
    }

    @Override
    public void close() {
        recordings.close();
        queries.close();
        deliveries.close();
        database.close();
    }
}
