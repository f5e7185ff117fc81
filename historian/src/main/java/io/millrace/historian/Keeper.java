package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.Failures;
import io.millrace.historian.database.Partitions;
import io.millrace.historian.database.TagDescriptions;
import io.millrace.model.TagInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database in order, on one thread: looks every few seconds whether it answers, makes the partitions of the
 * coming days, drops those past their retention, and writes what the site file says of the tags.
 */
final class Keeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final int DAYS_AHEAD = 3;

    private final Database database;
    private final Clock clock;
    private final Supplier<LocalDate> firstKept;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread keeper = new Thread(work, "millrace-historian-keeper");
        keeper.setDaemon(true);
        return keeper;
    });

    private volatile @Nullable List<TagInfo> untold;
    private volatile HistorianHealth.State state = HistorianHealth.State.CONNECTING;
    private volatile Instant since;
    private volatile String message = "No contact yet.";
    private volatile @Nullable String lastError;
    private @Nullable Instant tidied;

    Keeper(Database database, Clock clock, Supplier<LocalDate> firstKept) {
        this.database = database;
        this.clock = clock;
        this.firstKept = firstKept;
        this.since = clock.instant();
    }

    /** Migrates and tidies at once, in the caller's thread. */
    void firstContact() {
        try {
            keep();
        } catch (SQLException failed) {
            throw database.unavailable(failed);
        }
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void describe(List<TagInfo> tags) {
        untold = List.copyOf(tags);
    }

    HistorianHealth health(int restarts) {
        return new HistorianHealth(state, since, message, lastError, restarts);
    }

    private void look() {
        try {
            keep();
        } catch (SQLException failed) {
            away(database.unavailable(failed));
        } catch (HistorianUnavailableException failed) {
            away(failed);
        } catch (RuntimeException fault) {
            log.atError().setCause(fault).log("the historian's keeper failed and goes on");
        }
    }

    private void keep() throws SQLException {
        try (Connection connection = database.open("keeper", ANSWER)) {
            try (Statement ask = connection.createStatement()) {
                ask.execute("SELECT 1 FROM millrace.log_offset LIMIT 1");
            }
            Instant now = clock.instant();
            if (tidied == null || now.isAfter(tidied.plus(TIDY))) {
                tidy(connection, now);
                tidied = now;
            }
            List<TagInfo> tags = untold;
            if (tags != null) {
                TagDescriptions.write(connection, tags);
                if (untold == tags) {
                    untold = null;
                }
            }
            enter(HistorianHealth.State.READY, "Answers at " + database.where() + ".");
        }
    }

    private void tidy(Connection connection, Instant now) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<LocalDate> days =
                IntStream.rangeClosed(0, DAYS_AHEAD).mapToObj(today::plusDays).toList();
        for (Partitions.Table table : Partitions.Table.values()) {
            Partitions.make(connection, table, days);
        }
        try {
            Partitions.dropBefore(connection, firstKept.get());
        } catch (SQLException busy) {
            if (Failures.isConnectionLost(busy)) {
                throw busy;
            }
            log.atWarn().addKeyValue("why", Failures.words(busy)).log("old history could not be dropped yet");
        }
    }

    private void away(HistorianUnavailableException failed) {
        lastError = failed.getMessage();
        if (enter(HistorianHealth.State.UNAVAILABLE, failed.getMessage() + " The log keeps the records meanwhile.")) {
            log.atWarn().addKeyValue("why", failed.getMessage()).log("the historian's database is away");
        }
    }

    private boolean enter(HistorianHealth.State next, String sentence) {
        boolean changed = state != next;
        if (changed) {
            if (state == HistorianHealth.State.UNAVAILABLE) {
                log.atInfo().addKeyValue("where", database.where()).log("the historian's database is back");
            }
            since = clock.instant();
            state = next;
        }
        message = sentence;
        return changed;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
                log.warn("the historian's keeper is still busy and is left behind");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
