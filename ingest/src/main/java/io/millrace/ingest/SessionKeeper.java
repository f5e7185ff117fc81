package io.millrace.ingest;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Session;
import io.millrace.model.Quality;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session open: opens it, has its tags monitored, gives it up when it is lost, and opens the next one after a
 * pause. Each attempt is an epoch. While the device calls a monitored tag Bad, all are monitored again now and then. Owned by the connection's thread.
 */
final class SessionKeeper<S extends Record, A extends Record> {

    private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);

    /** How long a device may take to confirm its subscriptions: they may be tens of thousands. */
    static final Duration MONITOR_LIMIT = Duration.ofSeconds(60);

    /** What happens to the session. */
    interface Host<A extends Record> {
        void opened(Session<A> session, long epoch);

        /** The device has confirmed the subscription, which is an answer. */
        void confirmed();

        void ended();
    }

    private final Connection<S, A> connection;
    private final ConnectorEnvironment environment;
    private final Pipeline<A> pipeline;
    private final Condition condition;
    private final StopSignal stop;
    private final Backoff backoff;
    private final Host<A> host;
    private final Time time;
    private final ConnectionFigures figures;
    private final List<Monitored<A>> monitored;
    private final SlowRepeat again;
    private final long firstEpoch;

    private volatile long epoch;
    private @Nullable Session<A> session;
    private @Nullable SessionGate<A> gate;
    private long openAtNanos;
    private boolean monitoring;
    private long monitorUntilNanos;
    private boolean repeating;

    SessionKeeper(
            Connection<S, A> connection,
            ConnectorEnvironment environment,
            Pipeline<A> pipeline,
            Condition condition,
            StopSignal stop,
            Backoff backoff,
            SlowRepeat again,
            Host<A> host) {
        this.connection = connection;
        this.environment = environment;
        this.pipeline = pipeline;
        this.condition = condition;
        this.stop = stop;
        this.backoff = backoff;
        this.again = again;
        this.host = host;
        this.time = pipeline.time();
        this.figures = pipeline.figures();
        this.monitored = pipeline.monitored();
        // the wall clock makes epochs grow across restarts of the hub too
        this.firstEpoch = time.micros();
        this.openAtNanos = time.now();
    }

    boolean isOpen() {
        return session != null;
    }

    /** The epoch of the latest attempt; 0 before the first. Any thread. */
    long epoch() {
        return epoch;
    }

    /** Nanoseconds until there is something to do. */
    long idleNanos(long now) {
        if (session == null) {
            return Math.max(0, openAtNanos - now);
        }
        if (monitoring) {
            return Math.max(0, monitorUntilNanos - now);
        }
        return repeating ? Long.MAX_VALUE : again.idleNanos(now);
    }

    /** Opens a session if it is time to. */
    void openIfDue() {
        if (session != null || time.now() - openAtNanos < 0 || !stop.enter()) {
            return;
        }
        epoch = epoch == 0 ? firstEpoch : epoch + 1;
        SessionGate<A> fresh = new SessionGate<>(
                epoch,
                pipeline.tags(),
                pipeline.inbox(),
                time,
                figures,
                pipeline.losses(),
                (lost, reason) -> pipeline.mailbox().post(() -> onLost(lost, reason)));
        gate = fresh;
        Session<A> opened = null;
        String refusal = "";
        try {
            opened = connection.connector().open(connection.settings(), environment, fresh);
        } catch (ConnectorException refused) {
            refusal = Failures.sentence(refused);
        } catch (InterruptedException interrupted) {
            refusal = "The attempt to connect was interrupted.";
        } catch (RuntimeException | LinkageError fault) {
            refusal = "The connector failed: " + Failures.sentence(fault);
            log.atError()
                    .addKeyValue("connection", connection.name())
                    .setCause(fault)
                    .log("the connector failed in a way it should not; report this");
        } finally {
            stop.leave();
        }
        if (opened == null) {
            figures.openErrors.increment();
            endEpoch(refusal);
        } else {
            session = opened;
            begin(opened, fresh);
        }
    }

    private void begin(Session<A> opened, SessionGate<A> of) {
        figures.opened.increment();
        condition.opened(!pipeline.tags().isEmpty());
        if (pipeline.tags().isEmpty()) {
            backoff.reset();
        }
        log.atInfo().addKeyValue("connection", connection.name()).log("connected");
        host.opened(opened, of.epoch());
        if (!monitored.isEmpty()) {
            monitoring = true;
            monitorUntilNanos = time.now() + MONITOR_LIMIT.toNanos();
            monitor(opened).whenComplete((done, failure) -> pipeline.mailbox().post(() -> monitorEnded(of, failure)));
        }
    }

    private CompletionStage<Void> monitor(Session<A> on) {
        try {
            return on.monitor(monitored);
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void monitorEnded(SessionGate<A> of, @Nullable Throwable failure) {
        if (of != gate || session == null) {
            figures.late.increment();
            return;
        }
        monitoring = false;
        if (failure == null) {
            host.confirmed();
        } else {
            lose("The device refused the subscription: " + Failures.sentence(failure));
        }
    }

    private void onLost(SessionGate<A> of, String reason) {
        if (of != gate || session == null) {
            figures.late.increment();
        } else {
            lose(reason);
        }
    }

    /** Gives up a session whose subscription the device does not confirm. */
    void checkMonitoring() {
        if (monitoring && time.now() - monitorUntilNanos >= 0) {
            lose("The device did not confirm the subscription of " + monitored.size() + " tags within "
                    + MONITOR_LIMIT.toSeconds() + " s.");
        }
    }

    /**
     * Asks again for what the device refused, now and then: a tag may be unknown only until the program of the PLC is
     * loaded. Whatever becomes of it, the session and its other tags go on.
     */
    void monitorAgainIfDue() {
        Session<A> open = session;
        SessionGate<A> of = gate;
        if (open == null || of == null || monitoring || repeating) {
            return;
        }
        if (again.isDue(pipeline.delivery().anyRefused(), time.now())) {
            repeating = true;
            var unused = monitor(open)
                    .whenComplete((done, failure) -> pipeline.mailbox().post(() -> repeated(of, failure)));
        }
    }

    private void repeated(SessionGate<A> of, @Nullable Throwable failure) {
        if (of != gate || session == null) {
            figures.late.increment();
            return;
        }
        repeating = false;
        again.stop(); // the next interval begins here
        if (failure != null) {
            log.atDebug()
                    .addKeyValue("connection", connection.name())
                    .log("the bad tags could not be monitored again: {}", Failures.sentence(failure));
        }
    }

    /** The device has answered: the next outage begins with a short pause again. */
    void answered() {
        backoff.reset();
    }

    void lose(String reason) {
        figures.lost.increment();
        endEpoch(reason);
    }

    /** Nothing of this epoch counts any more: its tags are bad until the next one delivers. */
    private void endEpoch(String reason) {
        long pause = backoff.next();
        if (condition.degraded(reason)) {
            log.atWarn()
                    .addKeyValue("connection", connection.name())
                    .addKeyValue("endpoint", connection.connector().endpoint(connection.settings()))
                    .addKeyValue("retry-ms", pause / 1_000_000)
                    .log("no connection: {}", reason);
        }
        close(ReadingFilter.Word.LOST, Quality.BAD_NO_COMMUNICATION, reason);
        openAtNanos = time.now() + pause;
    }

    /** Ends the epoch, has every tag say why, and closes the session. */
    void close(ReadingFilter.Word word, Quality quality, String reason) {
        if (gate != null) {
            gate.shut();
        }
        pipeline.delivery().say(pipeline.tags(), word, quality, reason, epoch == 0 ? firstEpoch : epoch);
        pipeline.delivery().drain();
        monitoring = false;
        repeating = false;
        again.stop();
        host.ended();
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
}
