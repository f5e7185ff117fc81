package io.millrace.ingest;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Session;
import io.millrace.model.ConnectionStatus;
import io.millrace.model.Metric;
import io.millrace.model.Quality;
import io.millrace.model.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a connection: opens sessions, polls, watches, delivers. One thread calls {@link #turn} again and again; each turn
 * does what is due and says how long nothing will be. Only opening and closing a session block. Status and figures may
 * be asked by any thread.
 */
final class ConnectionLoop<S extends Record, A extends Record> implements Poller.Host {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLoop.class);

    /** How long a device may take to confirm its subscriptions: they may be tens of thousands. */
    static final Duration MONITOR_LIMIT = Duration.ofSeconds(60);

    /** How long polls may pause for the log before that is worth a state. */
    private static final long PAUSE_WORTH_SAYING = Duration.ofSeconds(5).toNanos();

    /** A device that is silent for so many time-outs on end gets a new session. */
    private static final int SILENT_TIMEOUTS = 3;

    private final Connection<S, A> connection;
    private final ConnectorEnvironment environment;
    private final Time time;
    private final Duration stopLimit;
    private final Runnable wakeUp;
    private final ConnectionFigures figures = new ConnectionFigures();
    private final List<LiveTag<A>> tags;
    private final List<Monitored<A>> monitored = new ArrayList<>();
    private final Inbox<A> inbox;
    private final Outbox outbox;
    private final Mailbox mailbox;
    private final StalenessWatch<A> watch;
    private final Delivery<A> delivery;
    private final PollSchedule<LiveTag<A>> schedule;
    private final Poller<A> poller;
    private final Backoff backoff;
    private final long firstEpoch;

    private volatile ConnectionLife life;
    private volatile long epoch;
    private @Nullable Session<A> session;
    private @Nullable SessionGate<A> gate;
    private long openAtNanos;
    private boolean monitoring;
    private long monitorUntilNanos;
    private boolean answered;
    private long silentSinceNanos;
    private boolean paused;
    private long pausedSinceNanos;
    private boolean logTrouble;

    private final Object stopLock = new Object();
    private @Nullable Thread opening;
    private boolean stopRequested;
    private boolean stopping;
    private long stopUntilNanos;
    private volatile boolean finished;

    ConnectionLoop(
            Connection<S, A> connection,
            ConnectorEnvironment environment,
            SampleSink sink,
            IngestLimits limits,
            Time time,
            DoubleSupplier random,
            Runnable wakeUp) {
        this.connection = connection;
        this.environment = environment;
        this.time = time;
        this.stopLimit = limits.stop();
        this.wakeUp = wakeUp;
        this.firstEpoch = time.micros();
        this.life = ConnectionLife.stopped(time.clock().instant());
        ConnectionOptions options = connection.options();
        this.tags = liveTags(connection, firstEpoch);
        List<LiveTag<A>> polled = new ArrayList<>();
        for (LiveTag<A> tag : tags) {
            if (tag.tag.acquisition() instanceof Acquisition.Subscribe subscribe) {
                monitored.add(new Monitored<>(tag.index, tag.tag.address(), subscribe.samplingInterval()));
            } else {
                polled.add(tag);
            }
        }
        this.inbox = new Inbox<>(Math.max(options.queue(), tags.size()), wakeUp);
        this.mailbox = new Mailbox(wakeUp);
        this.watch = new StalenessWatch<>(tags);
        Backoff logPauses = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), random);
        this.outbox = new Outbox(sink, limits.batchesInFlight(), logPauses, time, wakeUp, figures.delivered::add);
        this.delivery =
                new Delivery<>(connection.name(), inbox, outbox, watch, time, figures, limits.batch(), tags.size());
        this.schedule = PollSchedule.of(
                polled,
                tag -> connection.connector().lane(tag.tag.address()),
                LiveTag::pollInterval,
                connection.connector().maxBatch(connection.settings()));
        this.poller = new Poller<>(schedule, mailbox, delivery, time, figures, this);
        this.backoff = new Backoff(options.reconnectAfter(), options.reconnectAtMost(), random);
    }

    private static <A extends Record> List<LiveTag<A>> liveTags(Connection<?, A> connection, long startMicros) {
        List<LiveTag<A>> tags = new ArrayList<>();
        for (Tag<A> tag : connection.tags()) {
            tags.add(new LiveTag<>(
                    tags.size(),
                    tag,
                    new ReadingFilter(startMicros),
                    connection.options().timeout()));
        }
        return List.copyOf(tags);
    }

    /** To be called once, before the first turn. */
    void begin() {
        openAtNanos = time.now();
        life = life.started(now());
    }

    /** Does what is due. Nanoseconds until something may be due again, unless woken up before. */
    long turn() {
        mailbox.runAll();
        outbox.settle();
        boolean drained = delivery.drain();
        if (isStopRequested()) {
            return stopTurn();
        }
        watchTheLog(drained);
        if (session == null) {
            if (!paused && time.now() - openAtNanos >= 0) {
                open();
            }
        } else {
            tend(drained);
        }
        return idleNanos(drained);
    }

    private long idleNanos(boolean drained) {
        long now = time.now();
        long idle = outbox.idleNanos();
        if (session == null) {
            return paused ? idle : Math.min(idle, Math.max(0, openAtNanos - now));
        }
        if (monitoring) {
            idle = Math.min(idle, Math.max(0, monitorUntilNanos - now));
        }
        if (!paused) {
            idle = Math.min(idle, poller.idleNanos());
        } else if (!logTrouble) {
            idle = Math.min(idle, Math.max(0, pausedSinceNanos + PAUSE_WORTH_SAYING - now));
        }
        return drained ? Math.min(idle, watch.idleNanos(now)) : idle;
    }

    private void open() {
        epoch = epoch == 0 ? firstEpoch : epoch + 1;
        SessionGate<A> fresh = new SessionGate<>(
                epoch, tags, inbox, time, figures, (lost, reason) -> mailbox.post(() -> onLost(lost, reason)));
        gate = fresh;
        answered = false;
        synchronized (stopLock) {
            if (stopRequested) {
                return;
            }
            opening = Thread.currentThread();
        }
        try {
            session = connection.connector().open(connection.settings(), environment, fresh);
        } catch (ConnectorException refused) {
            notOpened(Failures.sentence(refused));
        } catch (InterruptedException interrupted) {
            notOpened("The attempt to connect was interrupted.");
        } catch (RuntimeException | LinkageError fault) {
            log.atError()
                    .addKeyValue("connection", connection.name())
                    .setCause(fault)
                    .log("the connector failed in a way it should not; report this");
            notOpened("The connector failed: " + Failures.sentence(fault));
        } finally {
            synchronized (stopLock) {
                opening = null;
                Thread.interrupted(); // an interrupt was meant for the opening, not for what comes after
            }
        }
        Session<A> opened = session;
        if (opened != null) {
            opened(opened, fresh);
        }
    }

    private void opened(Session<A> opened, SessionGate<A> of) {
        figures.opened.increment();
        life = life.opened(!tags.isEmpty(), now());
        if (tags.isEmpty()) {
            backoff.reset();
        }
        log.atInfo().addKeyValue("connection", connection.name()).log("connected");
        watch.restart(time.now());
        silentSinceNanos = 0;
        poller.begin(opened, of.epoch());
        if (!monitored.isEmpty()) {
            monitoring = true;
            monitorUntilNanos = time.now() + MONITOR_LIMIT.toNanos();
            CompletionStage<Void> confirmed;
            try {
                confirmed = opened.monitor(List.copyOf(monitored));
            } catch (RuntimeException thrown) {
                confirmed = CompletableFuture.failedFuture(thrown);
            }
            confirmed.whenComplete((done, failure) -> mailbox.post(() -> monitorEnded(of, failure)));
        }
        poller.startDue();
    }

    private void notOpened(String reason) {
        figures.openErrors.increment();
        endEpoch(reason);
    }

    private void monitorEnded(SessionGate<A> of, @Nullable Throwable failure) {
        if (of != gate || session == null) {
            figures.late.increment();
            return;
        }
        monitoring = false;
        if (failure != null) {
            lose("The device refused the subscription: " + Failures.sentence(failure));
        } else {
            watch.restart(time.now());
            onAnswer();
        }
    }

    private void onLost(SessionGate<A> of, String reason) {
        if (of != gate || session == null) {
            figures.late.increment();
        } else {
            lose(reason);
        }
    }

    @Override
    public void readFailed(String reason) {
        life = life.failed(reason, now());
    }

    @Override
    public void allLanesFail(String reason) {
        lose("The device does not answer: " + reason);
    }

    private void lose(String reason) {
        figures.lost.increment();
        endEpoch(reason);
    }

    /** Nothing of this epoch counts any more: its tags are bad until the next one delivers. */
    private void endEpoch(String reason) {
        boolean news = !life.isDegraded() || !reason.equals(life.lastError());
        shutGate();
        life = life.degraded(reason, now());
        delivery.say(tags, ReadingFilter.Word.LOST, Quality.BAD_NO_COMMUNICATION, reason, epoch);
        delivery.drain();
        closeSession();
        long pause = backoff.next();
        openAtNanos = time.now() + pause;
        if (news) {
            log.atWarn()
                    .addKeyValue("connection", connection.name())
                    .addKeyValue("endpoint", connection.connector().endpoint(connection.settings()))
                    .addKeyValue("retry-ms", pause / 1_000_000)
                    .log("no connection: {}", reason);
        }
    }

    private void shutGate() {
        SessionGate<A> old = gate;
        if (old != null) {
            old.shut();
        }
    }

    private void closeSession() {
        poller.end();
        monitoring = false;
        Session<A> old = session;
        session = null;
        if (old == null) {
            return;
        }
        try {
            old.close();
        } catch (RuntimeException fault) {
            log.atWarn()
                    .addKeyValue("connection", connection.name())
                    .setCause(fault)
                    .log("closing the session failed");
        }
    }

    /** Looks after an open session. */
    private void tend(boolean drained) {
        long now = time.now();
        if (monitoring && now - monitorUntilNanos >= 0) {
            lose("The device did not confirm the subscription of " + monitored.size() + " tags within "
                    + MONITOR_LIMIT.toSeconds() + " s.");
            return;
        }
        if (!answered && delivery.heardIn(epoch) != null) {
            onAnswer();
        }
        if (paused) {
            return;
        }
        if (drained) {
            watchForSilence(now);
        }
        poller.startDue();
    }

    private void onAnswer() {
        answered = true;
        backoff.reset();
        if (!logTrouble) {
            life = life.answered(now());
        }
    }

    private void watchForSilence(long now) {
        List<LiveTag<A>> silent = watch.look(now);
        if (!silent.isEmpty()) {
            delivery.say(
                    silent,
                    ReadingFilter.Word.SILENT,
                    Quality.BAD_NO_DATA,
                    "The tag has been silent for longer than expected.",
                    epoch);
        }
        if (!watch.allSilent()) {
            if (silentSinceNanos != 0) {
                silentSinceNanos = 0;
                onAnswer();
            }
        } else if (silentSinceNanos == 0) {
            silentSinceNanos = now == 0 ? 1 : now;
            Instant heard = delivery.heardIn(epoch);
            String since = heard == null ? "the connection was opened" : heard.truncatedTo(ChronoUnit.SECONDS) + "";
            life = life.degraded("Connected, but silent since " + since + ". Check the device.", now());
            log.atWarn().addKeyValue("connection", connection.name()).log("connected, but silent since {}", since);
        } else if (now - silentSinceNanos
                >= connection.options().timeout().multipliedBy(SILENT_TIMEOUTS).toNanos()) {
            lose("The device is connected but stays silent; the hub connects again.");
        }
    }

    /** Polls pause when the log does not keep up; that is the hub's doing, so no tag may turn stale by it. */
    private void watchTheLog(boolean drained) {
        long now = time.now();
        int waiting = inbox.size();
        if (!paused && waiting >= Math.max(1, inbox.capacity() / 2)) {
            paused = true;
            pausedSinceNanos = now;
        } else if (paused && drained && waiting <= inbox.capacity() / 4) {
            paused = false;
            watch.restart(now);
        }
        String failure = outbox.failure();
        boolean trouble = failure != null || (paused && now - pausedSinceNanos >= PAUSE_WORTH_SAYING);
        if (trouble && !logTrouble) {
            logTrouble = true;
            String reason = (failure == null ? "The log does not keep up." : "The log refuses samples: " + failure)
                    + " They wait in the hub, and are delivered when it does.";
            life = session == null ? life.failed(reason, now()) : life.degraded(reason, now());
            log.atWarn().addKeyValue("connection", connection.name()).log(reason);
        } else if (!trouble && !paused && logTrouble) {
            logTrouble = false;
            log.atInfo().addKeyValue("connection", connection.name()).log("the log takes samples again");
            if (session != null && answered) {
                life = life.answered(now());
            }
        }
    }

    /** Asks the loop to end: what is under way is delivered as far as the log takes it in time. Any thread. */
    void requestStop() {
        synchronized (stopLock) {
            stopRequested = true;
            if (opening != null) {
                opening.interrupt();
            }
        }
        wakeUp.run();
    }

    private boolean isStopRequested() {
        synchronized (stopLock) {
            return stopRequested;
        }
    }

    private long stopTurn() {
        long now = time.now();
        if (!stopping) {
            stopping = true;
            stopUntilNanos = now + stopLimit.toNanos();
            shutGate();
            long of = epoch == 0 ? firstEpoch : epoch;
            String reason = "The hub was stopped.";
            delivery.say(tags, ReadingFilter.Word.STOPPED, Quality.BAD_OUT_OF_SERVICE, reason, of);
            delivery.drain();
            closeSession();
            life = life.ended(now());
        }
        outbox.settle();
        boolean drained = delivery.drain();
        if ((drained && outbox.isEmpty()) || time.now() - stopUntilNanos >= 0) {
            finished = true;
            int left = inbox.size();
            if (left > 0 || !outbox.isEmpty()) {
                log.atWarn()
                        .addKeyValue("connection", connection.name())
                        .addKeyValue("waiting", left)
                        .log("stopped before the log had taken everything");
            }
            return 0;
        }
        return Math.min(outbox.idleNanos(), Math.max(0, stopUntilNanos - time.now()));
    }

    /** A fault of the loop itself: the session is given up, and another one opened in a while. */
    void recover(RuntimeException fault) {
        log.atError()
                .addKeyValue("connection", connection.name())
                .setCause(fault)
                .log("the connection failed in a way it should not; report this");
        lose("The hub failed: " + Failures.sentence(fault));
    }

    /** Whether the loop has ended. Any thread. */
    boolean isFinished() {
        return finished;
    }

    String name() {
        return connection.name();
    }

    List<LiveTag<A>> tags() {
        return tags;
    }

    ConnectionStatus status() {
        ConnectionLife seen = life;
        return new ConnectionStatus(
                connection.name(),
                connection.connector().type(),
                connection.connector().endpoint(connection.settings()),
                seen.state(),
                seen.since(),
                seen.lastError(),
                seen.lastErrorAt(),
                epoch,
                tags.size(),
                delivery.badTags(),
                figures.delivered.sum());
    }

    List<Metric> metrics() {
        return figures.metrics(
                connection.name(),
                new ConnectionFigures.Now(
                        inbox.size(),
                        schedule.skipped(),
                        outbox.retries(),
                        outbox.latencyNanos(),
                        tags.size(),
                        delivery.badTags()));
    }

    private Instant now() {
        return time.clock().instant();
    }
}
