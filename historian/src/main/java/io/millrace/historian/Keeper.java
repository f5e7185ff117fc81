package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.DeliveryRetention;
import io.millrace.historian.database.Failures;
import io.millrace.historian.database.HistorianUnavailableException;
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
 * coming days, drops what is past its retention, has the sink write what waits for the ledger, and writes what the site
 * file says of the tags. After each outage all
 * of it is done again, since another database may have come back.
 */
final class Keeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final Duration TIDY_AGAIN = Duration.ofMinutes(1);
    private static final int DAYS_AHEAD = 3;

    /** What was seen at the last look, as one. */
    private record Seen(
            HistorianHealth.State state,
            Instant since,
            String message,
            @Nullable String lastError) {}

    private final Database database;
    private final Clock clock;
    private final Supplier<LocalDate> firstKept;
    private final Runnable settle;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread keeper = new Thread(work, "millrace-historian-keeper");
        keeper.setDaemon(true);
        return keeper;
    });

    private volatile List<TagInfo> described = List.of();
    private volatile Seen seen;
    // Below: of the one thread alone.
    private @Nullable Connection connection;
    private @Nullable List<TagInfo> written;
    private @Nullable Instant tidied;
    private Duration tidyAfter = TIDY;

    /** @param settle done at every look at which the database answers */
    Keeper(Database database, Clock clock, Supplier<LocalDate> firstKept, Runnable settle) {
        this.database = database;
        this.clock = clock;
        this.firstKept = firstKept;
        this.settle = settle;
        this.seen = new Seen(HistorianHealth.State.CONNECTING, clock.instant(), "No contact yet.", null);
    }

    /** Migrates and tidies at once, in the caller's thread; before {@link #start}. */
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
        described = List.copyOf(tags);
    }

    HistorianHealth health(int restarts) {
        Seen now = seen;
        return new HistorianHealth(now.state, now.since, now.message, now.lastError, restarts);
    }

    private void look() {
        try {
            keep();
            settle.run();
        } catch (SQLException failed) {
            away(database.unavailable(failed));
        } catch (HistorianUnavailableException failed) {
            away(failed);
        } catch (RuntimeException fault) {
            log.atError().setCause(fault).log("the historian's keeper failed and goes on");
        }
    }

    private void keep() throws SQLException {
        boolean whole = false;
        try {
            Connection open = connected();
            try (Statement ask = open.createStatement()) {
                ask.execute("SELECT 1 FROM millrace.log_offset LIMIT 1");
            }
            tidyWhenDue(open);
            List<TagInfo> tags = described;
            if (tags != written) {
                TagDescriptions.write(open, tags);
                written = tags;
            }
            whole = true;
            enter(HistorianHealth.State.READY, "Answers at " + database.where() + ".");
        } finally {
            if (!whole) {
                Database.closeQuietly(connection);
                connection = null;
                written = null;
                tidied = null;
            }
        }
    }

    private Connection connected() {
        Connection open = connection;
        if (open == null) {
            open = database.open("keeper", ANSWER);
            connection = open;
        }
        return open;
    }

    private void tidyWhenDue(Connection open) throws SQLException {
        Instant now = clock.instant();
        Instant last = tidied;
        // Before the last time: the clock was set back.
        if (last == null || now.isBefore(last) || now.isAfter(last.plus(tidyAfter))) {
            tidyAfter = tidy(open, now) ? TIDY : TIDY_AGAIN;
            tidied = now;
        }
    }

    /** @return false when someone was in the way: the sink makes the days it needs itself, so nothing is lost */
    private boolean tidy(Connection open, Instant now) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<LocalDate> days =
                IntStream.rangeClosed(0, DAYS_AHEAD).mapToObj(today::plusDays).toList();
        try {
            for (Partitions.Table table : Partitions.Table.values()) {
                Partitions.make(open, table, days);
            }
            Partitions.dropBefore(open, firstKept.get());
            DeliveryRetention.drop(open, now, firstKept.get());
            return true;
        } catch (SQLException busy) {
            if (Failures.isConnectionLost(busy) || Failures.isMissingSchema(busy)) {
                throw busy;
            }
            log.atWarn()
                    .addKeyValue("why", Failures.words(busy))
                    .log("the historian could not be tidied yet; tried again in a minute");
            return false;
        }
    }

    private void away(HistorianUnavailableException failed) {
        if (thread.isShutdown()) {
            return;
        }
        String why = String.valueOf(failed.getMessage());
        if (enter(HistorianHealth.State.UNAVAILABLE, why + " The log keeps the records meanwhile.", why)) {
            log.atWarn().addKeyValue("why", why).log("the historian's database is away");
        }
    }

    private void enter(HistorianHealth.State next, String message) {
        boolean wasAway = seen.state == HistorianHealth.State.UNAVAILABLE;
        if (enter(next, message, seen.lastError) && wasAway) {
            log.atInfo().addKeyValue("where", database.where()).log("the historian's database is back");
        }
    }

    private boolean enter(HistorianHealth.State next, String message, @Nullable String lastError) {
        Seen before = seen;
        boolean changed = before.state != next;
        seen = new Seen(next, changed ? clock.instant() : before.since, message, lastError);
        return changed;
    }

    /** Lets what is under way end within a second; closing the database breaks off the rest. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(1, TimeUnit.SECONDS)) {
                Database.closeQuietly(connection);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
