package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings from the inbox, makes samples of those that hold something new, and gives them to the outbox. Owned by
 * the connection's thread.
 */
final class Delivery<A extends Record> {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /** Longer texts would not fit into a payload; OPC 10000-4, 7.39: Bad_EncodingLimitsExceeded. */
    static final int MAX_TEXT = 128 * 1024;

    /** How many batches one turn moves at most. */
    private static final int ROUNDS = 32;

    private static final Quality BAD_ENCODING_LIMITS_EXCEEDED = Quality.of(0x80080000);

    private final String source;
    private final Inbox<A> inbox;
    private final Outbox outbox;
    private final StalenessWatch<A> watch;
    private final KeptBack kept;
    private final Time time;
    private final ConnectionFigures figures;
    private final int maxBatch;
    private final List<Entry<A>> taken = new ArrayList<>();
    private List<Sample> samples = new ArrayList<>();
    /** Those of the samples that a report left out, and processors want. */
    private final Map<Integer, String> leftOut = new HashMap<>();
    /** What a report lets through. */
    private final Consumer<Sample> reported = sample -> samples.add(sample);

    private long epoch;
    private long sequence = 1;
    private long receivedMicros;
    private long heardMicros;
    private long heardEpoch;
    private long heardNanos;
    private int badByDevice;
    private int refused;
    private volatile int badTags;

    Delivery(
            String source,
            Inbox<A> inbox,
            Outbox outbox,
            StalenessWatch<A> watch,
            KeptBack kept,
            Time time,
            ConnectionFigures figures,
            int maxBatch,
            int tags) {
        this.source = source;
        this.inbox = inbox;
        this.outbox = outbox;
        this.watch = watch;
        this.kept = kept;
        this.time = time;
        this.figures = figures;
        this.maxBatch = maxBatch;
        this.badTags = tags;
    }

    /** Puts a device's reading in line. */
    void read(LiveTag<A> tag, Reading reading, long received, long of) {
        figures.received.increment();
        inbox.add(new Entry<>(tag, reading, received, of, null));
    }

    /** Puts a word of the hub in line, in the place of the device. */
    void say(Collection<LiveTag<A>> tags, ReadingFilter.Word word, Quality quality, String reason, long of) {
        long now = time.micros();
        Reading reading = Reading.bad(quality, reason);
        for (LiveTag<A> tag : tags) {
            inbox.add(new Entry<>(tag, reading, now, of, word));
        }
    }

    /**
     * Moves on what the outbox has room for, but not for ever: the caller has other things to do. Whether the log keeps
     * up: it would have taken more.
     */
    boolean drain() {
        for (int round = 0; round < ROUNDS && outbox.hasRoom(); round++) {
            inbox.drainTo(taken, maxBatch);
            if (taken.isEmpty()) {
                return true;
            }
            long now = time.now();
            for (Entry<A> entry : taken) {
                take(entry, now);
            }
            taken.clear();
            flush();
        }
        return outbox.hasRoom() || inbox.size() == 0;
    }

    /** Whether {@link #drain} could go on at once. */
    boolean hasMore() {
        return outbox.hasRoom() && inbox.size() > 0;
    }

    private void take(Entry<A> entry, long now) {
        Entry<A> usable = usable(entry);
        LiveTag<A> tag = usable.tag();
        ReadingFilter.Word word = usable.word();
        Reading reading = usable.reading();
        long device = ReadingFilter.NO_TIME;
        long timestamp;
        if (word == null) {
            device = DeviceTime.of(reading, usable.receivedMicros());
            checkTime(tag, reading, usable.receivedMicros());
            watch.heard(tag, now);
            if (!isBadLink(reading.quality())) {
                heardMicros = usable.receivedMicros();
                heardEpoch = usable.epoch();
                heardNanos = now;
            }
            timestamp = tag.filter.reading(reading, device, usable.receivedMicros());
        } else {
            timestamp = tag.filter.word(word, reading.quality(), usable.receivedMicros());
            if (timestamp == ReadingFilter.NOTHING_NEW) {
                return;
            }
        }
        show(tag, usable);
        if (timestamp == ReadingFilter.NOTHING_NEW) {
            figures.unchanged.increment();
            return;
        }
        if (usable.epoch() != epoch) {
            flush();
            epoch = usable.epoch();
            sequence = 1;
        }
        if (samples.isEmpty()) {
            receivedMicros = usable.receivedMicros();
        }
        Sample sample = new Sample(
                tag.info().topic(), timestamp, timestamp == device, reading.value(), reading.quality(), null);
        if (tag.report == null) {
            samples.add(sample);
        } else if (!tag.report.offer(sample, now, reported) && tag.unfiltered != null) {
            leftOut.put(samples.size(), tag.unfiltered);
            samples.add(sample);
        }
    }

    /** Writes what reports have kept back for as long as they may, as far as the outbox has room. */
    void releaseDue() {
        long now = time.now();
        for (Report report : kept.due(now)) {
            if (!outbox.hasRoom()) {
                break; // they stay due
            }
            if (samples.isEmpty()) {
                receivedMicros = time.micros();
            }
            report.release(now, reported);
            if (samples.size() >= maxBatch) {
                flush();
            }
        }
        flush();
    }

    private void flush() {
        if (samples.isEmpty()) {
            return;
        }
        SampleBatch batch = new SampleBatch(source, epoch, sequence, receivedMicros, samples, leftOut);
        sequence += batch.passed();
        samples = new ArrayList<>();
        leftOut.clear();
        outbox.send(batch);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    private void show(LiveTag<A> tag, Entry<A> entry) {
        boolean wasGood = tag.isGood();
        badByDevice -= tag.isBadByDevice() ? 1 : 0;
        refused -= tag.isRefused() ? 1 : 0;
        tag.seen(entry);
        badByDevice += tag.isBadByDevice() ? 1 : 0;
        refused += tag.isRefused() ? 1 : 0;
        if (wasGood != tag.isGood()) {
            badTags = badTags + (wasGood ? 1 : -1);
        }
    }

    private static <A extends Record> Entry<A> usable(Entry<A> entry) {
        if (entry.reading().value() instanceof Value.Text text && text.value().length() > MAX_TEXT) {
            Reading said = entry.reading();
            Reading without = new Reading(
                    null,
                    BAD_ENCODING_LIMITS_EXCEEDED,
                    said.sourceTime(),
                    said.serverTime(),
                    "The text has " + text.value().length() + " characters; the limit is " + MAX_TEXT + ".");
            return new Entry<>(entry.tag(), without, entry.receivedMicros(), entry.epoch(), entry.word());
        }
        return entry;
    }

    private void checkTime(LiveTag<A> tag, Reading reading, long received) {
        Instant absurd = DeviceTime.absurd(reading, received);
        if (absurd == null) {
            return;
        }
        figures.oddTimes.increment();
        if (!tag.warnedOfTime) {
            tag.warnedOfTime = true;
            log.atWarn()
                    .addKeyValue("connection", source)
                    .addKeyValue("topic", tag.info().topic().path())
                    .addKeyValue("time", absurd)
                    .log("the device gives a time that cannot be right; set its clock. The received time stands in");
        }
    }

    /** Whether a reading only says that nobody answered: no sign of life. */
    private static boolean isBadLink(Quality quality) {
        return quality.equals(Quality.BAD_NO_COMMUNICATION)
                || quality.equals(Quality.BAD_NOT_CONNECTED)
                || quality.equals(Quality.BAD_TIMEOUT);
    }

    /** When the device was last heard of, if it was in this epoch. */
    @Nullable
    Instant heardIn(long of) {
        return heardEpoch == of && heardMicros > 0 ? Time.instant(heardMicros) : null;
    }

    /** When the device was last heard of, on the steady clock; means something once it was. */
    long heardNanos() {
        return heardNanos;
    }

    /** How many tags the device itself says are Bad. */
    int badByDevice() {
        return badByDevice;
    }

    /** Whether the device called any of the monitored tags Bad. */
    boolean anyRefused() {
        return refused > 0;
    }

    /** Any thread. */
    int badTags() {
        return badTags;
    }
}
