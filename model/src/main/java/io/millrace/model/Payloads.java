package io.millrace.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the payloads of the namespace.
 *
 * <p>One sample is {@code {"timestamp_ms":1732280023697,"value":23.4}}, with optional {@code quality} (StatusCode as
 * number or name, absent is Good), {@code id}, and {@code timestamp_us} instead of {@code timestamp_ms} where
 * milliseconds are too coarse. A value is a number, a boolean or text; {@code null} goes only with a quality that is
 * not Good. An object without {@code value} is the older form of several tags: every other key is one tag, objects
 * nest. A payload on {@code _analytics} is an event and kept as it is; a payload on {@code _raw} may be anything.
 *
 * <p>Thread-safe.
 */
public final class Payloads {

    /** Payloads longer than this cannot be processed. */
    public static final int MAX_BYTES = 1 << 20;

    public static final String RAW = "_raw";
    public static final String HISTORIAN = "_historian";
    public static final String ANALYTICS = "_analytics";

    /** Nothing in a plant is older; a device that reports 1601 or 1970 has no clock. 2000-01-01. */
    static final long EARLIEST_MICROS = 946_684_800_000_000L;
    /** How far a clock may run ahead before its times are refused: a day. */
    static final long AHEAD_MICROS = 86_400_000_000L;

    static final int MAX_DEPTH = 16;
    static final int MAX_TAGS = 10_000;

    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(400)
                    .build())
            .build();

    private final Clock clock;

    public Payloads(Clock clock) {
        this.clock = clock;
    }

    /** Writes one sample as its payload. */
    public static byte[] write(Sample sample) {
        return PayloadWriter.write(sample);
    }

    /**
     * Reads a payload.
     *
     * @param receivedMicros stands in where the payload has no time; microseconds since 1970
     * @throws ProblemException {@code payload-too-large}, {@code payload-unparsable}, {@code payload-wrong-type} or
     *     {@code timestamp-out-of-range}, with a sentence that names the place
     */
    public Message read(Topic topic, byte[] payload, long receivedMicros) {
        PlainPayload plain = plain(topic, payload);
        if (plain == null) {
            return readJson(topic, payload, receivedMicros);
        }
        if (isEvent(topic)) {
            boolean timestamped = plain.isTimestamped();
            long micros = timestamped ? plain.timestampMicros() : receivedMicros;
            return new Message.Event(topic, micros, timestamped, plain.id(), text(payload));
        }
        return new Message.Samples(topic, List.of(plain.sample(topic, receivedMicros)));
    }

    /**
     * Checks a payload as {@link #read} does, and makes nothing of it.
     *
     * @return {@link Message#timestamped}
     * @throws ProblemException as {@link #read}
     */
    public boolean check(Topic topic, byte[] payload) {
        PlainPayload plain = plain(topic, payload);
        return plain == null ? readJson(topic, payload, 0).timestamped() : plain.isTimestamped();
    }

    /** The payload, if it is a usual one in which nothing is wrong. */
    private @Nullable PlainPayload plain(Topic topic, byte[] payload) {
        PlainPayload plain = new PlainPayload(payload);
        boolean usable = payload.length <= MAX_BYTES
                && plain.scan()
                && ((plain.isSample() && !topic.isWhole()) || isEvent(topic))
                && (!plain.isTimestamped()
                        || (plain.timestampMicros() >= EARLIEST_MICROS && plain.timestampMicros() <= latestMicros()));
        return usable ? plain : null;
    }

    private long latestMicros() {
        return clock.millis() * 1000 + AHEAD_MICROS;
    }

    private static boolean isEvent(Topic topic) {
        return topic.contract().equals(ANALYTICS);
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** As {@link #read}, for payloads of any form. */
    Message readJson(Topic topic, byte[] payload, long receivedMicros) {
        if (payload.length > MAX_BYTES) {
            throw Problem.of(
                            "payload-too-large",
                            "The payload has " + payload.length + " bytes; the limit is " + MAX_BYTES + ".",
                            "Split it, or keep files elsewhere and send their address.")
                    .asException();
        }
        boolean raw = topic.contract().equals(RAW);
        try {
            Fields fields = readObject(topic, payload, raw, isEvent(topic));
            return fields.message(receivedMicros, payload);
        } catch (ProblemException problem) {
            if (raw && !problem.problem().code().equals("timestamp-out-of-range")) {
                return new Message.Opaque(topic);
            }
            throw problem;
        }
    }

    private Fields readObject(Topic topic, byte[] payload, boolean bareValues, boolean event) {
        Fields fields = new Fields(topic, event);
        try (JsonParser json = JSON.createParser(payload)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                fields.readRoot(json);
            } else if (first != null && first.isScalarValue() && bareValues) {
                fields.value = readScalar(json, "value");
                fields.hasValue = true;
            } else {
                throw wrongType(
                        "The payload is " + (first == null ? "empty" : "no JSON object") + ".",
                        "Send {\"timestamp_ms\":1732280023697,\"value\":23.4}.");
            }
            if (json.nextToken() != null) {
                throw unparsable("Something follows the JSON value, at byte "
                        + json.currentTokenLocation().getByteOffset() + ".");
            }
            return fields;
        } catch (StreamConstraintsException excess) {
            throw unparsable(excess.getOriginalMessage());
        } catch (JsonParseException malformed) {
            throw unparsable(describe(malformed, payload));
        } catch (IOException broken) {
            throw unparsable(String.valueOf(broken.getMessage()));
        }
    }

    private static String describe(JsonParseException malformed, byte[] payload) {
        if (!isUtf8(payload)) {
            return "The payload is not UTF-8 text.";
        }
        return malformed.getOriginalMessage() + ", at byte "
                + malformed.getLocation().getByteOffset() + ".";
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }

    private static @Nullable Value readScalar(JsonParser json, String name) throws IOException {
        switch (json.currentToken()) {
            case VALUE_NULL:
                return null;
            case VALUE_TRUE:
                return Value.of(true);
            case VALUE_FALSE:
                return Value.of(false);
            case VALUE_STRING:
                return Value.of(json.getText());
            case VALUE_NUMBER_INT:
                return whole(json, name);
            case VALUE_NUMBER_FLOAT:
                double real = json.getDoubleValue();
                if (!Double.isFinite(real)) {
                    throw wrongType("The number in '" + name + "' is too large for 64 bits.", "");
                }
                return Value.of(real);
            default:
                throw wrongType(
                        "The value in '" + name + "' is " + kind(json.currentToken()) + ".",
                        "Send a number, a boolean or text.");
        }
    }

    private static Value whole(JsonParser json, String name) throws IOException {
        if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Value.of(json.getLongValue());
        }
        BigInteger big = json.getBigIntegerValue();
        double near = big.doubleValue();
        if (!Double.isFinite(near)) {
            throw wrongType("The number in '" + name + "' is too large for 64 bits.", "");
        }
        return Value.of(near);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "text";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "not a value";
        };
    }

    private static ProblemException wrongType(String message, String remedy) {
        return Problem.of("payload-wrong-type", message, remedy).asException();
    }

    private static ProblemException unparsable(String message) {
        return Problem.of(
                        "payload-unparsable",
                        "The payload is not JSON: " + message,
                        "Note that NaN and Infinity are not JSON: send null with a quality instead.")
                .asException();
    }

    /** The fields of one payload while it is being read. */
    private final class Fields {
        private final Topic topic;
        private final boolean event;
        private final List<Topic> tags = new ArrayList<>(1);
        private final List<@Nullable Value> values = new ArrayList<>(1);
        private @Nullable Value value;
        private boolean hasValue;
        private @Nullable Long timestampMicros;
        private Quality quality = Quality.GOOD;
        private @Nullable String id;

        Fields(Topic topic, boolean event) {
            this.topic = topic;
            this.event = event;
        }

        void readRoot(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "timestamp_ms" -> timestampMicros = time(json, key, 1000);
                    case "timestamp_us" -> timestampMicros = time(json, key, 1);
                    case "id" -> readId(json);
                    case "quality" -> readQuality(json);
                    case "value" -> {
                        if (event) {
                            json.skipChildren();
                        } else if (json.currentToken().isScalarValue()) {
                            value = readScalar(json, key);
                            hasValue = true;
                        } else {
                            readTag(json, topic, key, 1);
                        }
                    }
                    default -> {
                        if (event) {
                            json.skipChildren();
                        } else {
                            readTag(json, topic, key, 1);
                        }
                    }
                }
            }
        }

        private void readTag(JsonParser json, Topic parent, String key, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw wrongType("Groups nest deeper than " + MAX_DEPTH + ", at '" + parent.path() + "'.", "");
            }
            Namespace.checkSegment(key, key);
            Topic tag = parent.child(key);
            if (json.currentToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String inner = json.currentName();
                    json.nextToken();
                    readTag(json, tag, inner, depth + 1);
                }
                return;
            }
            if (tags.size() == MAX_TAGS) {
                throw wrongType("The payload holds more than " + MAX_TAGS + " tags.", "Split it.");
            }
            tags.add(tag);
            values.add(readScalar(json, tag.name()));
        }

        private void readId(JsonParser json) throws IOException {
            if (!json.currentToken().isScalarValue()) {
                throw wrongType("'id' is " + kind(json.currentToken()) + ".", "Send text or a number.");
            }
            id = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
        }

        private void readQuality(JsonParser json) throws IOException {
            if (event) {
                json.skipChildren();
                return;
            }
            String text = json.currentToken().isScalarValue() ? json.getText() : kind(json.currentToken());
            quality = Quality.parse(text)
                    .orElseThrow(() -> wrongType(
                            "'" + text + "' is no quality.",
                            "Send an OPC UA StatusCode as a number or a name such as Bad_NoCommunication."));
        }

        private long time(JsonParser json, String key, int toMicros) throws IOException {
            boolean number = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    || (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT);
            if (!number) {
                throw wrongType(
                        "'" + key + "' is " + kind(json.currentToken()) + ".", "Send a number of units since 1970.");
            }
            double rough = json.getDoubleValue() * toMicros;
            long micros = Math.abs(rough) < 9e18
                    ? (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                            ? json.getLongValue() * toMicros
                            : (long) rough)
                    : Long.MAX_VALUE;
            if (micros < EARLIEST_MICROS) {
                throw outOfRange(key, json.getText(), "lies before the year 2000");
            }
            if (micros > latestMicros()) {
                throw outOfRange(key, json.getText(), "lies more than a day ahead");
            }
            return micros;
        }

        private ProblemException outOfRange(String key, String text, String how) {
            return Problem.of(
                            "timestamp-out-of-range",
                            "The time " + key + "=" + text + " " + how + ".",
                            "Set the clock of the device, or leave the time out: the received time then stands in.")
                    .asException();
        }

        Message message(long receivedMicros, byte[] payload) {
            boolean timestamped = timestampMicros != null;
            long micros = timestampMicros != null ? timestampMicros : receivedMicros;
            if (event) {
                return new Message.Event(topic, micros, timestamped, id, text(payload));
            }
            List<Sample> samples = new ArrayList<>(values.size() + 1);
            if (hasValue) {
                if (topic.isWhole()) {
                    throw wrongType(
                            "'value' stands alone, and the topic ends with " + topic.contract() + ".",
                            "Add the field to the topic, or send its name instead of 'value'.");
                }
                samples.add(sample(topic, micros, timestamped, value));
            }
            for (int i = 0; i < tags.size(); i++) {
                samples.add(sample(tags.get(i), micros, timestamped, values.get(i)));
            }
            if (samples.isEmpty()) {
                throw wrongType(
                        "The payload carries no value.", "Send {\"timestamp_ms\":1732280023697,\"value\":23.4}.");
            }
            return new Message.Samples(topic, samples);
        }

        private Sample sample(Topic tag, long micros, boolean timestamped, @Nullable Value of) {
            if (of == null && quality.isGood()) {
                throw wrongType(
                        "'" + tag.tag() + "' is null and its quality is Good.",
                        "Send a value, or a quality that says why there is none.");
            }
            return new Sample(tag, micros, timestamped, of, quality, id);
        }
    }
}
