package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the {@link PollSchedule} on a session. A read that fails as a whole turns the tags of its lane and
 * interval bad and is tried again when it is due; the other lanes go on. Owned by the connection's thread.
 */
final class Poller<A extends Record> {

    /** So many failed reads in a row on every lane mean that the session is of no use. */
    static final int FAILURES_TO_LOSE = 3;

    /** What the connection hears of its reads. */
    interface Host {
        void readFailed(String reason);

        void allLanesFail(String reason);
    }

    private final PollSchedule<LiveTag<A>> schedule;
    private final Mailbox mailbox;
    private final Delivery<A> delivery;
    private final Time time;
    private final ConnectionFigures figures;
    private final ConnectionLosses losses;
    private final Host host;
    private final Map<String, Integer> failuresByLane = new HashMap<>();
    private @Nullable Session<A> session;
    private long epoch;

    Poller(
            PollSchedule<LiveTag<A>> schedule,
            Mailbox mailbox,
            Delivery<A> delivery,
            Time time,
            ConnectionFigures figures,
            ConnectionLosses losses,
            Host host) {
        this.schedule = schedule;
        this.mailbox = mailbox;
        this.delivery = delivery;
        this.time = time;
        this.figures = figures;
        this.losses = losses;
        this.host = host;
    }

    void begin(Session<A> with, long of) {
        session = with;
        epoch = of;
        schedule.restart(time.now());
        for (PollSchedule.Group<LiveTag<A>> group : schedule.groups()) {
            failuresByLane.put(group.lane, 0);
        }
    }

    void end() {
        session = null;
    }

    void startDue() {
        Session<A> on = session;
        if (on == null) {
            return;
        }
        long skippedBefore = schedule.skipped();
        long now = time.now();
        List<PollSchedule.Group<LiveTag<A>>> due = schedule.takeDue(now);
        if (schedule.skipped() != skippedBefore) {
            noteSkipped(now);
        }
        for (PollSchedule.Group<LiveTag<A>> group : due) {
            read(on, group);
        }
    }

    private void noteSkipped(long now) {
        long micros = time.micros();
        for (PollSchedule.Group<LiveTag<A>> group : schedule.groups()) {
            long polls = group.takeSkipped();
            if (polls > 0) {
                List<Topic> tags =
                        group.tags().stream().map(tag -> tag.info().topic()).toList();
                long since = micros - (now - group.skippedSinceNanos()) / 1000;
                losses.polls(tags, group.interval, polls, since, micros);
            }
        }
    }

    long idleNanos() {
        return session == null ? Long.MAX_VALUE : schedule.idleNanos(time.now());
    }

    private void read(Session<A> on, PollSchedule.Group<LiveTag<A>> group) {
        List<LiveTag<A>> tags = group.current();
        List<A> addresses = new ArrayList<>(tags.size());
        for (LiveTag<A> tag : tags) {
            addresses.add(tag.tag.address());
        }
        long started = time.now();
        CompletionStage<List<Reading>> answer;
        try {
            answer = on.read(addresses);
        } catch (RuntimeException thrown) {
            answer = CompletableFuture.failedFuture(thrown);
        }
        answer.whenComplete((readings, failure) -> {
            long received = time.micros();
            mailbox.post(() -> ended(on, group, started, received, readings, failure));
        });
    }

    private void ended(
            Session<A> on,
            PollSchedule.Group<LiveTag<A>> group,
            long started,
            long received,
            @Nullable List<Reading> readings,
            @Nullable Throwable failure) {
        if (on != session) {
            figures.late.increment();
            return;
        }
        figures.readNanos = time.now() - started;
        List<LiveTag<A>> tags = group.current();
        if (failure == null && readings != null && readings.size() == tags.size() && !readings.contains(null)) {
            figures.reads.increment();
            failuresByLane.put(group.lane, 0);
            for (int i = 0; i < tags.size(); i++) {
                delivery.read(tags.get(i), readings.get(i), received, epoch);
            }
            if (group.advance()) {
                read(on, group);
            }
            return;
        }
        failed(group, failure == null ? miscounted(readings, tags.size()) : failure);
    }

    private void failed(PollSchedule.Group<LiveTag<A>> group, Throwable failure) {
        figures.readErrors.increment();
        String sentence = Failures.sentence(failure);
        Quality quality = Failures.isTimeout(failure) ? Quality.BAD_TIMEOUT : Quality.BAD_NO_COMMUNICATION;
        delivery.say(group.remaining(), ReadingFilter.Word.SILENT, quality, sentence, epoch);
        group.abandon();
        failuresByLane.merge(group.lane, 1, Integer::sum);
        if (failuresByLane.values().stream().allMatch(failures -> failures >= FAILURES_TO_LOSE)) {
            host.allLanesFail(sentence);
        } else {
            host.readFailed(sentence);
        }
    }

    private static Throwable miscounted(@Nullable List<Reading> readings, int tags) {
        return new IllegalStateException("The connector answered "
                + (readings == null ? "nothing" : readings.size() + " readings") + " for " + tags + " tags.");
    }
}
