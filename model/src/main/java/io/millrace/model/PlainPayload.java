package io.millrace.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The usual payload, read without a JSON library: one flat object with nothing but the keys of a sample, each at most
 * once and with a plain value, all in ASCII. {@link #scan} says whether it is one. Of anything else, valid or not, {@link
 * Payloads} asks Jackson, which stays the reference: so this accepts only what Jackson accepts, and sees the same in it.
 *
 * <p>Used once, by one thread.
 */
final class PlainPayload extends PlainJson {

    private static final byte[] TIMESTAMP = "timestamp_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "value\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUALITY = "quality\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final int HAS_TIMESTAMP = 1;
    private static final int HAS_VALUE = 2;
    private static final int HAS_QUALITY = 4;
    private static final int HAS_ID = 8;

    /** More milliseconds would not fit as microseconds. */
    private static final long MAX_MILLIS = 9_000_000_000_000_000L;

    private int seen;
    private long timestampMicros;
    private @Nullable Value value;
    private Quality quality = Quality.GOOD;
    private @Nullable String id;

    PlainPayload(byte[] json) {
        super(json);
    }

    /** Whether it is a usual payload; when it is not, nothing else here means anything. */
    boolean scan() {
        skipSpace();
        if (!take('{')) {
            return false;
        }
        skipSpace();
        if (!take('}')) {
            do {
                if (!field()) {
                    return false;
                }
                skipSpace();
            } while (take(','));
            if (!take('}')) {
                return false;
            }
        }
        skipSpace();
        return isAtEnd();
    }

    boolean isTimestamped() {
        return (seen & HAS_TIMESTAMP) != 0;
    }

    /** Microseconds since 1970, as the sender says; any number. */
    long timestampMicros() {
        return timestampMicros;
    }

    @Nullable
    String id() {
        return id;
    }

    /** Whether it makes a sample: it has a value, or says with its quality why there is none. */
    boolean isSample() {
        return (seen & HAS_VALUE) != 0 && (value != null || !quality.isGood());
    }

    Sample sample(Topic topic, long receivedMicros) {
        boolean timestamped = isTimestamped();
        return new Sample(topic, timestamped ? timestampMicros : receivedMicros, timestamped, value, quality, id);
    }

    private boolean field() {
        skipSpace();
        if (!take('"')) {
            return false;
        }
        return switch (peek()) {
            case 't' -> take(TIMESTAMP) && first(HAS_TIMESTAMP) && timestamp();
            case 'v' -> take(VALUE) && first(HAS_VALUE) && colon() && value();
            case 'q' -> take(QUALITY) && first(HAS_QUALITY) && colon() && quality();
            case 'i' -> take(ID) && first(HAS_ID) && colon() && id(text());
            default -> false;
        };
    }

    private boolean first(int key) {
        boolean first = (seen & key) == 0;
        seen |= key;
        return first;
    }

    private boolean colon() {
        skipSpace();
        boolean colon = take(':');
        skipSpace();
        return colon;
    }

    /** Both keys at once are Jackson's: the later one counts. */
    private boolean timestamp() {
        boolean millis = take('m');
        if (!millis && !take('u') || !take('s') || !take('"') || !colon()) {
            return false;
        }
        long number = whole();
        if (number < 0 || (millis && number > MAX_MILLIS)) {
            return false;
        }
        timestampMicros = millis ? number * 1000 : number;
        return true;
    }

    private boolean quality() {
        if (peek() == '"') {
            String name = text();
            Quality named = name == null ? null : Quality.parse(name).orElse(null);
            if (named == null) {
                return false;
            }
            quality = named;
            return true;
        }
        long number = whole();
        if (number == NONE || !Quality.isCode(number)) {
            return false;
        }
        quality = Quality.of((int) number);
        return true;
    }

    private boolean id(@Nullable String text) {
        id = text;
        return text != null;
    }

    private boolean value() {
        switch (peek()) {
            case '"' -> {
                String text = text();
                value = text == null ? null : Value.of(text);
                return text != null;
            }
            case 't' -> {
                value = Value.of(true);
                return take(TRUE);
            }
            case 'f' -> {
                value = Value.of(false);
                return take(FALSE);
            }
            case 'n' -> {
                return take(NULL);
            }
            default -> {
                value = number();
                return value != null;
            }
        }
    }
}
