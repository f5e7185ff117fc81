package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one tag whether a reading is a new sample, and under which timestamp. Not thread-safe.
 *
 * <p>A sample is identified by topic and timestamp; the same identity again is a duplicate without effect. So
 *
 * <ul>
 *   <li>a reading whose value, quality and device time are those of the sample before is not written again; neither is
 *       a reading without a value that repeats its quality;
 *   <li>a reading keeps its device time where that lies after everything written before it;
 *   <li>otherwise its device time may be in use already, or lies before a word of the hub (Bad_NoCommunication) that
 *       would then outlive it: it takes the received time, or a microsecond after what was written last. The same holds
 *       for the first reading after a start of the hub when the device's time lies before the start, because the hub's
 *       last word before it stopped may lie between the two.
 * </ul>
 *
 * <p>So the timestamps of a tag grow strictly, with one exception: when the device's clock ran ahead by more than a
 * minute and was put right (a wrong time zone, mostly), its samples go back to the right time with it, rather than
 * pile up in the future for hours.
 *
 * <p>What the hub says in the device's place has a weight: the loss of the connection outweighs the silence of a tag,
 * the stop of the hub outweighs both, and the same or a lighter word is not said again before the device has spoken.
 */
final class ReadingFilter {

    /** Instead of a timestamp: there is nothing new to write. */
    static final long NOTHING_NEW = Long.MIN_VALUE;

    /** Instead of a device time: the device gave none, or none that can be right. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final long MUCH_AHEAD = 60_000_000;

    /** What the hub says in the device's place, from light to heavy. */
    enum Word {
        /** The tag is silent, or its read failed. */
        SILENT,
        /** The session is lost or cannot be opened. */
        LOST,
        /** The hub stops. */
        STOPPED
    }

    private long lastMicros;
    private boolean spoken;
    private @Nullable Value value;
    private @Nullable Quality quality;
    private long deviceMicros = NO_TIME;
    private @Nullable Word word;

    /** @param startMicros when the hub started: device times before it are history */
    ReadingFilter(long startMicros) {
        this.lastMicros = startMicros;
    }

    /**
     * Judges what the device said.
     *
     * @param device the device's time in microseconds since 1970, or {@link #NO_TIME}
     * @param received microseconds since 1970
     * @return the timestamp to write it under, or {@link #NOTHING_NEW}
     */
    long reading(Reading reading, long device, long received) {
        if (spoken && word == null && reading.quality().equals(quality)) {
            Value read = reading.value();
            boolean sameTime = device != NO_TIME && device == deviceMicros;
            if (read == null ? value == null : sameTime && read.equals(value)) {
                return NOTHING_NEW;
            }
        }
        boolean wasAhead = lastMicros - received > MUCH_AHEAD;
        boolean isAhead = device != NO_TIME && device - received > MUCH_AHEAD;
        if (wasAhead && !isAhead) {
            lastMicros = received - 1;
        }
        remember(reading.value(), reading.quality(), device, null);
        lastMicros = device != NO_TIME && device > lastMicros ? device : Math.max(received, lastMicros + 1);
        return lastMicros;
    }

    /**
     * Judges what the hub has to say in its place.
     *
     * @return the timestamp to write the hub's word under, after everything written before; or {@link #NOTHING_NEW}
     */
    long word(Word said, Quality meaning, long received) {
        Word before = word;
        if (before != null) {
            if (said.compareTo(before) <= 0) {
                return NOTHING_NEW;
            }
            if (meaning.equals(quality)) {
                word = said;
                return NOTHING_NEW;
            }
        }
        remember(null, meaning, NO_TIME, said);
        lastMicros = Math.max(received, lastMicros + 1);
        return lastMicros;
    }

    private void remember(@Nullable Value said, Quality how, long device, @Nullable Word by) {
        spoken = true;
        value = said;
        quality = how;
        deviceMicros = device;
        word = by;
    }
}
