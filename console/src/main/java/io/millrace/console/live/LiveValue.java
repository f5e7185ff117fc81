package io.millrace.console.live;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a topic held at one moment. Long text is cut at {@link #MAX_TEXT} characters: this is for looking, the log has
 * the whole.
 *
 * @param kind what sort of message it was
 * @param timestampMicros source time, microseconds since 1970
 * @param timestamped false when the sender gave no time and the received time stands in
 * @param value of a sample; absent when it is not Good, and for events and raw payloads
 * @param text of an event (its JSON) or a raw payload (where it is text)
 * @param cut whether text was shortened
 * @param origin its place in the log; absent when it comes from the historian
 */
public record LiveValue(
        Kind kind,
        long timestampMicros,
        boolean timestamped,
        @Nullable Value value,
        Quality quality,
        @Nullable String id,
        @Nullable String text,
        boolean cut,
        @Nullable Origin origin) {

    public static final int MAX_TEXT = 4096;

    /** Sample of a tag, business event, or a {@code _raw} payload that is no sample. */
    public enum Kind {
        SAMPLE,
        EVENT,
        RAW
    }

    /**
     * Where and how it came.
     *
     * @param logMillis when the log took it, milliseconds since 1970
     */
    public record Origin(LogPartition partition, long offset, long logMillis, Map<String, String> headers) {

        static Origin of(StoredRecord stored) {
            return new Origin(
                    stored.partition(),
                    stored.offset(),
                    stored.timestampMillis(),
                    stored.record().headers());
        }

        /** When the hub received it, microseconds since 1970. */
        public long receivedMicros() {
            return number(Headers.RECEIVED).orElse(logMillis * 1000);
        }

        public OptionalLong number(String header) {
            String text = headers.get(header);
            try {
                return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException notOurs) {
                return OptionalLong.empty();
            }
        }
    }

    public LiveValue {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(quality);
        if (value instanceof Value.Text long_ && long_.value().length() > MAX_TEXT) {
            value = Value.of(shorten(long_.value()));
            cut = true;
        }
        if (text != null && text.length() > MAX_TEXT) {
            text = shorten(text);
            cut = true;
        }
    }

    public Severity severity() {
        return Severity.of(quality);
    }

    /** When the hub received it; the source time where nothing better is known. Microseconds since 1970. */
    public long receivedMicros() {
        return origin == null ? timestampMicros : origin.receivedMicros();
    }

    /**
     * Whether this takes the place of what is shown. What is older than what is shown arrived late and belongs to
     * history only, unless the shown one lies ahead of the time at which this was received: then the device's clock
     * runs ahead, and waiting for time to catch up would keep an old value on the screen, green, after the device has
     * died.
     *
     * @param shownMicros source time of what is shown
     */
    boolean replaces(long shownMicros) {
        return timestampMicros >= shownMicros || (origin != null && replacesNewer(shownMicros, origin));
    }

    /** A correction speaks of the past whatever the clocks say. */
    static boolean replacesNewer(long shownMicros, Origin origin) {
        return shownMicros > origin.receivedMicros() && !origin.headers().containsKey(Headers.CORRECTION);
    }

    /** Whether the value comes as text and so has a list instead of a trend. */
    public boolean isText() {
        return kind != Kind.SAMPLE || value instanceof Value.Text;
    }

    private static String shorten(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end);
    }
}
