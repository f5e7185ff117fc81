package io.millrace.app.production;

import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.Mark;
import io.millrace.historian.production.ProductionStore;
import io.millrace.historian.production.Until;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.production.Production;
import io.millrace.production.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures of a site as the facts are, on one thread. Each pass computes what is going on, and again what late
 * facts have touched; figures of periods that are over are told in the log. It remembers nothing between two passes: after
 * a restart, and after an outage of the database, the tables say what is still to be done.
 *
 * <p>Several of them may run beside each other: marks that one has taken the others leave alone, and what two of them
 * compute is the same.
 */
public final class Calculator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Calculator.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Longer than facts need no mark for, and their transaction lasts. */
    private static final long BEHIND = TimeUnit.MINUTES.toMicros(5);

    /** The hour that runs is computed in every pass; shift, day and order so often. */
    private static final long WIDE_EVERY = TimeUnit.SECONDS.toMicros(30);

    private static final int MARKS = 1_000;
    private static final int TOLD_AT_ONCE = 500;
    private static final int MOST_TOLD = 20_000;

    private final ProductionStore store;
    private final Production production;
    private final LogWriter writer;
    private final FigureEvents events;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread calculator = new Thread(work, "millrace-oee");
        calculator.setDaemon(true);
        return calculator;
    });
    private boolean away;
    /** When more than the running hour was computed last; for the pace alone. */
    private long widest = Long.MIN_VALUE / 2;

    /**
     * @param store is closed with the calculator
     * @param origin site and hub
     * @param route the topic of the log for a topic of the namespace
     */
    public Calculator(
            ProductionStore store,
            Production production,
            LogWriter writer,
            Namespace namespace,
            String origin,
            Function<Topic, LogTopic> route,
            Clock clock) {
        this.store = store;
        this.production = production;
        this.writer = writer;
        this.events = new FigureEvents(namespace, origin, route);
        this.clock = clock;
    }

    /** Begins to compute every few seconds. */
    public void start() {
        thread.scheduleWithFixedDelay(this::work, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            pass();
            if (away) {
                away = false;
                log.atInfo().log("figures are computed again");
            }
        } catch (HistorianUnavailableException | CompletionException failed) {
            store.rollback();
            if (!away && !thread.isShutdown()) {
                away = true;
                log.atWarn()
                        .addKeyValue("why", String.valueOf(failed.getMessage()))
                        .log("figures cannot be computed or told at the moment; this is tried again every few seconds");
            }
        } catch (RuntimeException fault) {
            store.rollback();
            log.atError().setCause(fault).log("computing figures failed; it is tried again in some seconds");
        }
    }

    /** Computes once what is to be computed, and tells it. In the caller's thread; not while started. */
    void pass() {
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        List<Machine> machines = Machine.among(store.topics(), production);
        List<Mark> marks = store.takeMarks(MARKS);
        if (marks.isEmpty() && now - widest < WIDE_EVERY) {
            machines.forEach(machine -> new Computation(machine, store, production, now).hour());
        } else {
            // What another site file said counts no more.
            Optional<Until> until =
                    store.until().filter(before -> before.revision().equals(production.revision()));
            machines.forEach(machine -> compute(machine, marks, until, now));
            // Marks of what has no OEE, too: whoever gives it one later computes from then on.
            store.dropMarks(marks);
            store.until(new Until(now, production.revision()));
        }
        store.commit();
        tell(now);
        widest = marks.isEmpty() && now - widest < WIDE_EVERY ? widest : now;
    }

    private void compute(Machine machine, List<Mark> marks, Optional<Until> until, long now) {
        long before = until.map(seen -> Math.min(now, seen.micros()) - BEHIND).orElseGet(() -> earliest(machine, now));
        List<Mark> own =
                marks.stream().filter(mark -> machine.knows(mark.topic())).toList();
        List<Span> touched = new ArrayList<>();
        touched.add(new Span(Math.max(now - Touched.ALL, before), now));
        own.forEach(mark -> touched.add(Touched.by(mark, machine, store, now)));
        new Computation(machine, store, production, now).all(touched, !own.isEmpty() || until.isEmpty());
    }

    /** Where nothing was ever computed, all that is there is. */
    private long earliest(Machine machine, long now) {
        return Stream.of(machine.states(), machine.counts())
                .filter(Objects::nonNull)
                .flatMapToLong(topic -> store.earliest(topic).stream())
                .min()
                .orElse(now - BEHIND);
    }

    private void tell(long nowMicros) {
        tell(store::untold, store::told, false, nowMicros);
        tell(store::withdrawn, store::toldWithdrawn, true, nowMicros);
    }

    /** Noted as told after the log has them: told twice they are the same, with the same number. */
    private void tell(
            Function<Integer, List<FigureRow>> next,
            Consumer<List<FigureRow>> told,
            boolean withdrawn,
            long nowMicros) {
        for (int sum = 0; sum < MOST_TOLD; sum += TOLD_AT_ONCE) {
            List<FigureRow> figures = next.apply(TOLD_AT_ONCE);
            if (figures.isEmpty()) {
                store.commit();
                return;
            }
            CompletableFuture<?>[] written = figures.stream()
                    .map(figure -> writer.write(events.record(figure, withdrawn, nowMicros))
                            .toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(written).orTimeout(1, TimeUnit.MINUTES).join();
            told.accept(figures);
            store.commit();
        }
    }

    /** Stops within some seconds; what was not committed is computed again after the next start. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                log.atDebug().log("a computation is broken off");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
