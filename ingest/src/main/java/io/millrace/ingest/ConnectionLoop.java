package io.millrace.ingest;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.Session;
import io.millrace.model.ConnectionStatus;
import io.millrace.model.Metric;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a connection. One thread calls {@link #turn} again and again; each turn does what is due and says how long
 * nothing will be. Only opening and closing a session block. Status and metrics may be asked by any thread.
 */
final class ConnectionLoop<S extends Record, A extends Record> implements Poller.Host, SessionKeeper.Host<A> {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLoop.class);

    /** A device that is silent for so many time-outs on end gets a new session. */
    private static final int SILENT_TIMEOUTS = 3;

    private final Connection<S, A> connection;
    private final Time time;
    private final Duration stopLimit;
    private final Runnable wakeUp;
    private final Pipeline<A> pipeline;
    private final Condition condition;
    private final LogGuard logGuard;
    private final PollSchedule<LiveTag<A>> schedule;
    private final Poller<A> poller;
    private final SessionKeeper<S, A> keeper;
    private final StopSignal stop = new StopSignal();

    private boolean answered;
    private boolean silent;
    private boolean allBad;
    private long silentSinceNanos;
    private boolean logTrouble;
    private boolean stopping;
    private long stopUntilNanos;
    private volatile boolean finished;

    ConnectionLoop(
            Connection<S, A> connection,
            ConnectorEnvironment environment,
            Predicate<Topic> unfiltered,
            SampleWriter sink,
            Losses losses,
            IngestLimits limits,
            Time time,
            DoubleSupplier random,
            Runnable wakeUp) {
        this.connection = connection;
        this.time = time;
        this.stopLimit = limits.stop();
        this.wakeUp = wakeUp;
        this.pipeline = Pipeline.of(connection, unfiltered, sink, losses, limits, time, random, wakeUp);
        this.condition = new Condition(time);
        this.logGuard = new LogGuard(pipeline.inbox().capacity());
        this.schedule = PollSchedule.of(
                pipeline.polled(),
                tag -> connection.connector().lane(tag.tag.address()),
                LiveTag::pollInterval,
                connection.connector().maxBatch(connection.settings()));
        this.poller = new Poller<>(
                schedule, pipeline.mailbox(), pipeline.delivery(), time, pipeline.figures(), pipeline.losses(), this);
        Backoff pauses = new Backoff(
                connection.options().reconnectAfter(), connection.options().reconnectAtMost(), random);
        SlowRepeat again = new SlowRepeat(limits.monitorAgain());
        this.keeper = new SessionKeeper<>(connection, environment, pipeline, condition, stop, pauses, again, this);
    }

    /** To be called once, before the first turn. */
    void begin() {
        condition.started();
    }

    /** Does what is due. Nanoseconds until something may be due again, unless woken up before. */
    long turn() {
        pipeline.mailbox().runAll();
        pipeline.outbox().settle();
        boolean flowing = pipeline.delivery().drain();
        pipeline.delivery().releaseDue();
        if (stop.isRequested()) {
            return stopTurn();
        }
        watchTheLog();
        if (keeper.isOpen()) {
            tend(flowing);
        } else if (!logGuard.isPaused()) {
            keeper.openIfDue();
        }
        return pipeline.delivery().hasMore() ? 0 : idleNanos(flowing);
    }

    private long idleNanos(boolean flowing) {
        long now = time.now();
        boolean paused = logGuard.isPaused();
        long idle = Math.min(pipeline.outbox().idleNanos(), logGuard.idleNanos(now));
        idle = Math.min(idle, pipeline.kept().idleNanos(now));
        if (keeper.isOpen() || !paused) {
            idle = Math.min(idle, keeper.idleNanos(now));
        }
        if (keeper.isOpen() && !paused) {
            idle = Math.min(idle, poller.idleNanos());
            if (flowing) {
                idle = Math.min(idle, pipeline.watch().idleNanos(now));
            }
        }
        return idle;
    }

    /** Looks after an open session. */
    private void tend(boolean flowing) {
        keeper.checkMonitoring();
        keeper.monitorAgainIfDue();
        if (!answered && pipeline.delivery().heardIn(keeper.epoch()) != null) {
            onAnswer();
        }
        watchForBadTags();
        if (!logGuard.isPaused()) {
            if (flowing && keeper.isOpen()) {
                watchForSilence();
            }
            poller.startDue();
        }
    }

    @Override
    public void opened(Session<A> session, long epoch) {
        answered = false;
        silent = false;
        allBad = false;
        pipeline.watch().restart(time.now());
        poller.begin(session, epoch);
        poller.startDue();
    }

    @Override
    public void confirmed() {
        pipeline.watch().restart(time.now());
        onAnswer();
    }

    @Override
    public void ended() {
        poller.end();
        answered = false;
        silent = false;
        allBad = false;
    }

    @Override
    public void readFailed(String reason) {
        if (condition.failed(reason)) {
            log.atWarn().addKeyValue("connection", connection.name()).log("a read failed: {}", reason);
        }
    }

    @Override
    public void allLanesFail(String reason) {
        long quiet = time.now() - pipeline.delivery().heardNanos();
        boolean subscribedTagsDeliver = !pipeline.monitored().isEmpty()
                && pipeline.delivery().heardIn(keeper.epoch()) != null
                && quiet < connection.options().timeout().toNanos();
        if (subscribedTagsDeliver) {
            readFailed(reason);
        } else {
            keeper.lose("The device does not answer: " + reason);
        }
    }

    private void onAnswer() {
        answered = true;
        keeper.answered();
        condition.answered();
    }

    private void watchForSilence() {
        long now = time.now();
        StalenessWatch<A> watch = pipeline.watch();
        // what the device itself calls Bad stays so, in its own words
        List<LiveTag<A>> found =
                watch.look(now).stream().filter(tag -> !tag.isRefused()).toList();
        if (!found.isEmpty()) {
            String reason = "The tag has been silent for longer than expected.";
            pipeline.delivery().say(found, ReadingFilter.Word.SILENT, Quality.BAD_NO_DATA, reason, keeper.epoch());
        }
        if (!watch.allSilent()) {
            if (silent && pipeline.delivery().heardNanos() - silentSinceNanos >= 0) {
                silent = false;
                onAnswer();
            }
        } else if (!silent) {
            silent = true;
            silentSinceNanos = now;
            Instant heard = pipeline.delivery().heardIn(keeper.epoch());
            String since = heard == null
                    ? "it was opened"
                    : heard.truncatedTo(ChronoUnit.SECONDS).toString();
            condition.degraded("Connected, but silent since " + since + ". Check the device.");
            log.atWarn().addKeyValue("connection", connection.name()).log("connected, but silent since {}", since);
        } else if (now - silentSinceNanos
                >= connection.options().timeout().multipliedBy(SILENT_TIMEOUTS).toNanos()) {
            keeper.lose("The device is connected but stays silent; the hub connects again.");
        }
    }

    /** A connection that delivers nothing but bad tags is not healthy, though the device answers. */
    private void watchForBadTags() {
        List<LiveTag<A>> tags = pipeline.tags();
        boolean all = !tags.isEmpty() && pipeline.delivery().badByDevice() == tags.size();
        if (all && !allBad && answered && !silent) {
            allBad = true;
            String code = tags.get(0).nativeCode();
            condition.degraded("Connected, but every tag is bad" + (code == null ? "." : ": " + code + "."));
        } else if (!all && allBad && !silent) {
            allBad = false;
            condition.answered();
        }
    }

    /** Polls pause when the log does not keep up; that is the hub's doing, so no tag may turn stale by it. */
    private void watchTheLog() {
        boolean resumed = logGuard.look(
                time.now(), pipeline.inbox().size(), pipeline.outbox().failure());
        if (resumed) {
            pipeline.watch().restart(time.now());
        }
        @Nullable String trouble = logGuard.trouble();
        if (trouble != null && !logTrouble) {
            logTrouble = true;
            String reason = trouble + " Readings wait in the hub and are delivered when it takes them again.";
            condition.logBlocked(reason, answered);
            log.atWarn().addKeyValue("connection", connection.name()).log(reason);
        } else if (trouble == null && logTrouble) {
            logTrouble = false;
            condition.logFree(answered && !silent && !allBad);
            log.atInfo().addKeyValue("connection", connection.name()).log("the log takes samples again");
        }
    }

    /** Asks the loop to end: what is under way is delivered as far as the log takes it in time. Any thread. */
    void requestStop() {
        stop.request();
        wakeUp.run();
    }

    private long stopTurn() {
        if (!stopping) {
            stopping = true;
            stopUntilNanos = time.now() + stopLimit.toNanos();
            keeper.close(ReadingFilter.Word.STOPPED, Quality.BAD_OUT_OF_SERVICE, "The hub was stopped.");
            condition.ended();
        }
        pipeline.outbox().settle();
        pipeline.delivery().drain();
        boolean all = pipeline.inbox().size() == 0 && pipeline.outbox().isEmpty();
        long left = stopUntilNanos - time.now();
        if (!all && left > 0) {
            return Math.min(pipeline.outbox().idleNanos(), left);
        }
        if (!all) {
            log.atWarn()
                    .addKeyValue("connection", connection.name())
                    .addKeyValue("waiting", pipeline.inbox().size())
                    .log("stopped before the log had taken everything");
        }
        finished = true;
        return 0;
    }

    /** A fault of the loop itself: the session is given up, and another one opened in a while. */
    void recover(RuntimeException fault) {
        log.atError()
                .addKeyValue("connection", connection.name())
                .setCause(fault)
                .log("the connection failed in a way it should not; report this");
        keeper.lose("The hub failed: " + Failures.sentence(fault));
    }

    /** Whether the loop has ended. Any thread. */
    boolean isFinished() {
        return finished;
    }

    String name() {
        return connection.name();
    }

    List<LiveTag<A>> tags() {
        return pipeline.tags();
    }

    ConnectionStatus status() {
        ConnectionLife life = condition.life();
        return new ConnectionStatus(
                connection.name(),
                connection.connector().type(),
                connection.connector().endpoint(connection.settings()),
                life.state(),
                life.since(),
                life.lastError(),
                life.lastErrorAt(),
                keeper.epoch(),
                pipeline.tags().size(),
                pipeline.delivery().badTags(),
                pipeline.figures().delivered.sum(),
                pipeline.kept().leftOut());
    }

    List<Metric> metrics() {
        return pipeline.figures()
                .metrics(
                        connection.name(),
                        new ConnectionFigures.Now(
                                condition.life().state().word(),
                                pipeline.inbox().size(),
                                schedule.skipped(),
                                pipeline.outbox().retries(),
                                pipeline.outbox().latencyNanos(),
                                pipeline.tags().size(),
                                pipeline.delivery().badTags(),
                                pipeline.kept().leftOut()));
    }
}
