package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.ReaderRole;
import io.millrace.historian.embedded.EmbeddedPostgres;
import io.millrace.historian.production.ProductionStore;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.LogSink;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Namespace;
import io.millrace.model.TagInfo;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The historian's front door: a PostgreSQL of our own or an external one, the sink that stores the log in it, and the
 * questions that can be asked. Thread-safe.
 */
public final class Historian implements AutoCloseable, MetricSource {

    private final @Nullable EmbeddedPostgres postgres;
    private final Database database;
    private final HistorianSettings settings;
    private final HistorianSink sink;
    private final SqlQueries queries;
    private final SqlDeliveries deliveries;
    private final SqlAlarms alarms;
    private final Keeper keeper;

    private Historian(
            HistorianSettings settings,
            @Nullable EmbeddedPostgres postgres,
            Database database,
            Namespace namespace,
            LogWriter quarantine,
            Clock clock) {
        this.settings = settings;
        this.postgres = postgres;
        this.database = database;
        this.sink = new HistorianSink(database, namespace, quarantine, clock, () -> firstKept(settings, clock));
        this.queries = new SqlQueries(database);
        this.deliveries = new SqlDeliveries(database);
        this.alarms = new SqlAlarms(database, clock);
        this.keeper = new Keeper(database, clock, () -> firstKept(settings, clock), sink::settle);
    }

    private static LocalDate firstKept(HistorianSettings settings, Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minusDays(settings.retention().toDays());
    }

    /**
     * Opens the historian. An embedded one answers when this returns. An external one may be away: the sink then fails
     * and its follower tries again, and the schema is brought up to date at the first contact.
     *
     * @param quarantine takes the records that cannot be stored
     * @throws io.millrace.model.ProblemException when the embedded PostgreSQL cannot start; see {@link
     *     EmbeddedPostgres#start}
     * @throws io.millrace.historian.database.HistorianUnavailableException when the embedded PostgreSQL refuses its schema
     */
    public static Historian start(HistorianSettings settings, Namespace namespace, LogWriter quarantine, Clock clock) {
        if (settings instanceof HistorianSettings.Embedded embedded) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(embedded.folder(), embedded.host(), embedded.port());
            Database database = Database.ofOurs(
                    postgres.jdbcUrl(), postgres.user(), postgres.password(), postgres.readerPassword());
            Historian historian = new Historian(settings, postgres, database, namespace, quarantine, clock);
            try {
                historian.keeper.firstContact();
                historian.keeper.start();
                return historian;
            } catch (RuntimeException failed) {
                historian.close();
                throw failed;
            }
        }
        HistorianSettings.External external = (HistorianSettings.External) settings;
        Database database = Database.ofOurs(external.jdbcUrl(), external.user(), external.password(), null);
        Historian historian = new Historian(settings, null, database, namespace, quarantine, clock);
        historian.keeper.start();
        return historian;
    }

    /**
     * Stores {@code millrace.samples} and {@code millrace.events}, shows {@code millrace.quarantine} and {@code
     * millrace.ledger} as tables, and keeps the ledger of all of them.
     */
    public LogSink sink() {
        return sink;
    }

    public Queries queries() {
        return queries;
    }

    /** What became of everything that was sent. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** The alarms: how they stand, and what was. */
    public Alarms alarms() {
        return alarms;
    }

    /** What one calculator of figures works with; it closes it before this historian closes. */
    public ProductionStore production() {
        return new ProductionStore(database);
    }

    /** Tells what the site file says of its tags; kept until the database has it. Replaces what was told before. */
    public void describe(List<TagInfo> tags) {
        keeper.describe(tags);
    }

    /** Where people connect, without any secret. */
    public String jdbcUrl() {
        return database.where();
    }

    /** Whom people sign in as: the embedded database's reader, or the hub's own user at an external one. */
    public String user() {
        return settings instanceof HistorianSettings.External external ? external.user() : ReaderRole.NAME;
    }

    /** Where the password of {@link #user} is kept; only for the embedded database. */
    public Optional<Path> passwordFile() {
        return Optional.ofNullable(postgres).map(EmbeddedPostgres::readerPasswordFile);
    }

    public HistorianHealth health() {
        return keeper.health(postgres == null ? 0 : postgres.restarts());
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(sink.counts().metrics());
        HistorianHealth health = health();
        metrics.add(Metric.gauge(
                "historian_ready", "1 when the database answers and its schema is ours.", health.ready() ? 1 : 0));
        metrics.add(Metric.counter(
                "historian_restarts",
                "How often the embedded PostgreSQL ended by itself and was started again.",
                health.restarts()));
        return metrics;
    }

    /** Stops within some seconds even when the database hangs: what is under way then is broken off. Idempotent. */
    @Override
    public void close() {
        sink.close();
        keeper.close();
        queries.close();
        deliveries.close();
        alarms.close();
        database.close();
        if (postgres != null) {
            postgres.close();
        }
    }
}
