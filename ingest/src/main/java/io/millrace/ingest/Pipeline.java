package io.millrace.ingest;

import io.millrace.connector.Monitored;
import io.millrace.model.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/**
 * The way from the device to the log within one connection, put together: tags, inbox, outbox and what lies between.
 * Whoever holds a part of it says whether other threads may touch it.
 */
record Pipeline<A extends Record>(
        List<LiveTag<A>> tags,
        List<Monitored<A>> monitored,
        List<LiveTag<A>> polled,
        Inbox<A> inbox,
        Outbox outbox,
        Mailbox mailbox,
        StalenessWatch<A> watch,
        KeptBack kept,
        Delivery<A> delivery,
        ConnectionFigures figures,
        ConnectionLosses losses,
        Time time) {

    private static final Duration FIRST_LOG_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_LOG_PAUSE = Duration.ofSeconds(5);

    /** @param unfiltered tags of which processors want what filters leave out, too */
    static <A extends Record> Pipeline<A> of(
            Connection<?, A> connection,
            Predicate<Topic> unfiltered,
            SampleWriter sink,
            Losses losses,
            IngestLimits limits,
            Time time,
            DoubleSupplier random,
            Runnable wakeUp) {
        List<LiveTag<A>> tags = new ArrayList<>();
        List<Monitored<A>> monitored = new ArrayList<>();
        List<LiveTag<A>> polled = new ArrayList<>();
        List<Report> reports = new ArrayList<>();
        long started = time.micros();
        for (Tag<A> tag : connection.tags()) {
            LiveTag<A> live = new LiveTag<>(
                    tags.size(),
                    tag,
                    new ReadingFilter(started),
                    connection.options().timeout(),
                    unfiltered.test(tag.info().topic()));
            tags.add(live);
            if (live.report != null) {
                reports.add(live.report);
            }
            if (tag.acquisition() instanceof Acquisition.Subscribe subscribe) {
                monitored.add(new Monitored<>(live.index, tag.address(), subscribe.samplingInterval()));
            } else {
                polled.add(live);
            }
        }
        ConnectionFigures figures = new ConnectionFigures();
        Inbox<A> inbox = new Inbox<>(Math.max(connection.options().queue(), tags.size()), wakeUp);
        Backoff pauses = new Backoff(FIRST_LOG_PAUSE, LONGEST_LOG_PAUSE, random);
        Outbox outbox = new Outbox(sink, limits.batchesInFlight(), pauses, time, wakeUp, figures::ended);
        StalenessWatch<A> watch = new StalenessWatch<>(tags);
        KeptBack kept = new KeptBack(reports);
        Delivery<A> delivery = new Delivery<>(
                connection.name(), inbox, outbox, watch, kept, time, figures, limits.batch(), tags.size());
        return new Pipeline<>(
                List.copyOf(tags),
                List.copyOf(monitored),
                List.copyOf(polled),
                inbox,
                outbox,
                new Mailbox(wakeUp),
                watch,
                kept,
                delivery,
                figures,
                new ConnectionLosses(losses, connection.name()),
                time);
    }
}
