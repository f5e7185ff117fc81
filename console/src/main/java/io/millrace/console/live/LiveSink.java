package io.millrace.console.live;

import io.millrace.historian.LatestSample;
import io.millrace.historian.Queries;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Message;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.RecordHandler;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import io.millrace.model.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the log into the {@link LiveNamespace}. It begins with the historian's newest values, and takes what comes from
 * the log from where it is put. When the historian cannot be reached, or has not come so far yet, it says so ({@link
 * #notice}) and asks again. A record that cannot be read is counted and passed over, for here nothing is decided about
 * it.
 *
 * <p>It sees every record though people look at a handful of tags, so it does next to nothing with most: a sample of the
 * usual form on a known topic is written into its {@link LiveTag} as bare numbers, and becomes something to look at when
 * somebody does. All others are read in full at once.
 */
public final class LiveSink implements RecordHandler {

    private static final Logger log = LoggerFactory.getLogger(LiveSink.class);
    private static final String BEHIND =
            "The historian is behind the log: tags that have not changed since the hub started may show an older value,"
                    + " until it has caught up.";

    private final LiveNamespace live;
    private final Queries history;
    private final Clock clock;
    private final Payloads payloads;
    private final PlainSample plain = new PlainSample();
    private final PackedHeaders packer = new PackedHeaders();
    /** What lies before these is the historian's to tell. */
    private final Map<LogPartition, Long> begins = new ConcurrentHashMap<>();

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong unusable = new AtomicLong();
    private volatile boolean asked;
    private volatile @Nullable String notice;

    public LiveSink(LiveNamespace live, Queries history, Clock clock) {
        this.live = live;
        this.history = history;
        this.clock = clock;
        this.payloads = new Payloads(clock);
    }

    /** What people should know about where the values come from. */
    public Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    /** Asks again for the values that were missed at the start, if any were. May wait for the historian. */
    public void retry() {
        if (notice != null && !isBehind()) {
            askTheHistorian();
        }
    }

    /** Whether it is known to be: a whole snapshot every few seconds would be a burden while it catches up. */
    private boolean isBehind() {
        try {
            return BEHIND.equals(notice) && isBehind(history.stored());
        } catch (RuntimeException unavailable) {
            return false;
        }
    }

    private boolean isBehind(Map<LogPartition, Long> stored) {
        return begins.entrySet().stream().anyMatch(begin -> stored.getOrDefault(begin.getKey(), 0L) < begin.getValue());
    }

    public long records() {
        return records.get();
    }

    public long unusable() {
        return unusable.get();
    }

    @Override
    public void goesOnAt(Map<LogPartition, Long> next) {
        boolean known = asked && begins.keySet().containsAll(next.keySet());
        next.forEach(begins::putIfAbsent);
        if (!known) {
            asked = true;
            askTheHistorian();
        }
    }

    private synchronized void askTheHistorian() {
        boolean began = notice == null;
        try {
            Queries.Snapshot snapshot = history.snapshot();
            snapshot.latest().forEach(this::show);
            boolean behind = isBehind(snapshot.next());
            notice = behind ? BEHIND : null;
            log.atInfo()
                    .addKeyValue("tags", snapshot.latest().size())
                    .addKeyValue("behind", behind)
                    .log("live namespace has the historian's newest values");
        } catch (RuntimeException unavailable) {
            // Whatever is wrong with history must not keep the present from being seen.
            notice = "The historian could not be reached when the console started: tags that have not changed since"
                    + " show no value yet.";
            log.atLevel(began ? Level.WARN : Level.DEBUG)
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("live namespace begins without the historian");
        }
    }

    private void show(LatestSample sample) {
        try {
            Topic topic = live.namespace().parse(sample.topic());
            long micros =
                    sample.time().getEpochSecond() * 1_000_000 + sample.time().getNano() / 1_000;
            live.show(
                    topic,
                    new LiveValue(
                            LiveValue.Kind.SAMPLE,
                            micros,
                            true,
                            sample.value(),
                            sample.quality(),
                            null,
                            null,
                            false,
                            null));
        } catch (ProblemException otherRoot) {
            unusable.incrementAndGet();
        }
    }

    @Override
    public void handle(List<StoredRecord> batch) {
        long nowMicros = clock.millis() * 1_000;
        for (StoredRecord stored : batch) {
            LogTopic from = stored.partition().log();
            if (from == LogTopic.SAMPLES || from == LogTopic.EVENTS) {
                LogRecord entry = stored.record();
                LiveTag tag = live.known(entry.key());
                if (tag != null && !tag.holdsEvents() && plain.read(entry.payload(), nowMicros)) {
                    tag.accept(plain, stored, packer);
                } else {
                    show(stored);
                }
            }
        }
        records.addAndGet(batch.size());
    }

    private void show(StoredRecord stored) {
        LogRecord entry = stored.record();
        LiveValue.Origin origin = LiveValue.Origin.of(stored);
        try {
            Topic topic = live.namespace().parse(entry.key());
            Message message = payloads.read(topic, entry.payload(), origin.receivedMicros());
            if (message instanceof Message.Samples samples) {
                for (Sample sample : samples.samples()) {
                    live.show(sample.topic(), of(sample, origin));
                }
            } else if (message instanceof Message.Event event) {
                live.show(topic, of(event, origin));
            } else {
                live.show(topic, raw(entry.payload(), origin));
            }
        } catch (ProblemException problem) {
            unusable.incrementAndGet();
            log.atDebug()
                    .addKeyValue("topic", entry.key())
                    .addKeyValue("offset", stored.offset())
                    .log(problem.problem().message());
        }
    }

    private static LiveValue of(Sample sample, LiveValue.Origin origin) {
        return new LiveValue(
                LiveValue.Kind.SAMPLE,
                sample.timestampMicros(),
                sample.timestamped() && !"received".equals(origin.headers().get(Headers.TIME)),
                sample.value(),
                sample.quality(),
                sample.id(),
                null,
                false,
                origin);
    }

    private static LiveValue of(Message.Event event, LiveValue.Origin origin) {
        return new LiveValue(
                LiveValue.Kind.EVENT,
                event.timestampMicros(),
                event.timestamped(),
                null,
                Quality.GOOD,
                event.id(),
                event.json(),
                false,
                origin);
    }

    private static LiveValue raw(byte[] payload, LiveValue.Origin origin) {
        return new LiveValue(
                LiveValue.Kind.RAW,
                origin.receivedMicros(),
                false,
                null,
                Quality.GOOD,
                null,
                text(payload),
                false,
                origin);
    }

    private static String text(byte[] payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException binary) {
            return payload.length + " bytes that are not text";
        }
    }
}
