package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFact.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what was shed or missed until it is told to the ledger: what happens again and again to one topic becomes one
 * fact with a count and a span. Thread-safe, no I/O, and quick: whoever notes something is on his way elsewhere.
 *
 * <p>Bounded whatever clients call themselves and wherever they publish: beyond a number of topics a loss counts for its
 * source as a whole, and beyond a further number of sources for {@code mqtt:others}.
 */
final class Losses {

    /** How many kinds of loss, with their sources and topics, are told apart. */
    static final int MAX_KEYS = 10_000;

    /** Beyond these, sources without their topics. */
    static final int MAX_SOURCES = 1_000;

    /** Legal topics are no longer; an illegal one may be, and must not fill the memory. */
    private static final int LONGEST_NAME = 1_024;

    private static final String OTHER_CLIENTS = Headers.MQTT_SOURCE_PREFIX + AdmissionFigures.OTHERS;

    /**
     * What is missed again and again, such as the polls of a device that is asked too often, is told once at first and
     * then this often, so that the ledger does not grow by it.
     */
    static final Duration MISSED_AGAIN = Duration.ofMinutes(1);

    private record Key(Kind kind, String source, @Nullable String topic, String reason) {}

    private static final class Sum {
        long count;
        long fromMicros;
        long toMicros;
        String sentence = "";
        long notBeforeNanos;
    }

    private final String idPrefix;
    private final int maxKeys;
    private final int maxSources;
    private final Time time;
    private final Map<Key, Sum> sums = new HashMap<>();
    private long lastId;

    /** @param origin site and hub; with the moment of this start it makes the facts' ids unique */
    Losses(String origin, Time time) {
        this(origin, time, MAX_KEYS, MAX_SOURCES);
    }

    Losses(String origin, Time time, int maxKeys, int maxSources) {
        this.idPrefix = origin + "/" + time.micros() + "/";
        this.time = time;
        this.maxKeys = maxKeys;
        this.maxSources = maxSources;
    }

    /**
     * Notes a loss.
     *
     * @param topic absent when it concerns the whole source
     * @param fromMicros begin of the span, microseconds since 1970
     * @param toMicros its end; a wall clock that was put back meanwhile does no harm
     */
    synchronized void note(
            Kind kind,
            String source,
            @Nullable String topic,
            String reason,
            long count,
            long fromMicros,
            long toMicros,
            String sentence) {
        if (count < 1) {
            return;
        }
        Sum sum = sum(kind, source, topic, reason);
        long from = Math.min(fromMicros, toMicros);
        sum.fromMicros = sum.count == 0 ? from : Math.min(sum.fromMicros, from);
        sum.toMicros = sum.count == 0 ? toMicros : Math.max(sum.toMicros, toMicros);
        sum.count += count;
        sum.sentence = sentence;
    }

    private Sum sum(Kind kind, String source, @Nullable String topic, String reason) {
        boolean mqtt = source.startsWith(Headers.MQTT_SOURCE_PREFIX);
        String named = mqtt && source.length() > LONGEST_NAME ? OTHER_CLIENTS : source;
        if (topic != null && topic.length() <= LONGEST_NAME) {
            Sum exact = sum(new Key(kind, named, topic, reason), maxKeys);
            if (exact != null) {
                return exact;
            }
        }
        Sum ofSource = sum(new Key(kind, named, null, reason), maxKeys + maxSources);
        // connections are as many as are configured
        String catchAll = mqtt ? OTHER_CLIENTS : named;
        return ofSource != null
                ? ofSource
                : sums.computeIfAbsent(new Key(kind, catchAll, null, reason), key -> fresh());
    }

    private @Nullable Sum sum(Key key, int limit) {
        Sum known = sums.get(key);
        if (known == null && sums.size() < limit) {
            known = fresh();
            sums.put(key, known);
        }
        return known;
    }

    private Sum fresh() {
        Sum sum = new Sum();
        sum.notBeforeNanos = time.now();
        return sum;
    }

    /**
     * Makes facts of what was noted, each with an identity of its own, and forgets it: the taker keeps them until the log
     * has them.
     *
     * @param all also what would be told later only
     */
    synchronized List<LedgerFact> take(boolean all) {
        long now = time.now();
        List<LedgerFact> facts = new ArrayList<>();
        for (Iterator<Map.Entry<Key, Sum>> entries = sums.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<Key, Sum> entry = entries.next();
            Sum sum = entry.getValue();
            boolean due = now - sum.notBeforeNanos >= 0;
            if (sum.count > 0 && (due || all)) {
                facts.add(fact(entry.getKey(), sum));
                sum.count = 0;
                sum.notBeforeNanos = now + (entry.getKey().kind() == Kind.LOST ? MISSED_AGAIN.toNanos() : 0);
            } else if (sum.count == 0 && due) {
                entries.remove();
            }
        }
        return facts;
    }

    private LedgerFact fact(Key key, Sum sum) {
        return new LedgerFact(
                key.kind(),
                idPrefix + ++lastId,
                key.source(),
                key.topic(),
                sum.fromMicros,
                sum.toMicros,
                key.reason(),
                sum.count,
                sum.sentence);
    }

    /** How many losses are told apart at present. */
    synchronized int size() {
        return sums.size();
    }
}
