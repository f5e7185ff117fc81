package io.millrace.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names of the record headers. Values are UTF-8 text, numbers in decimal. */
public final class Headers {

    /** Site, hub and connection that made the record: {@code site/hub/connection}. */
    public static final String ORIGIN = "mr-origin";
    /**
     * Name of the connection, or {@code mqtt:<client id>}. Left out on what a processor says, which has the header
     * {@link #PROCESSOR}: {@link #source} knows both.
     */
    public static final String SOURCE = "mr-source";

    public static final String EPOCH = "mr-epoch";
    public static final String SEQUENCE = "mr-seq";
    /** When the hub received it, microseconds since 1970; left out on what a processor says, where the log's time is it. */
    public static final String RECEIVED = "mr-received";
    /**
     * Hops: component and time. Left out on a message that went straight from MQTT into the log: {@link #trace} knows it.
     */
    public static final String TRACE = "mr-trace";
    /** {@code received} when the payload carries no time of its own and the received time stands in. */
    public static final String TIME = "mr-time";
    /** {@code true} when the MQTT client marked the message as sent again (MQTT 5, 3.3.1.1). */
    public static final String REDELIVERED = "mr-redelivered";
    /** What does not fit the model of its topic, where the model lets such messages pass. */
    public static final String CONTRACT_ERROR = "mr-contract-error";
    /**
     * The filter of its tag that left this sample out ({@code dead-band}, {@code swinging-door}, {@code min-interval},
     * {@code unchanged}). It is here for processors that ask for unfiltered values, and is nothing to anybody else. It has
     * no sequence number. When the filter lets it pass after all, it comes once more, without this header.
     */
    public static final String FILTERED = "mr-filtered";
    /** W3C trace context, where a client sent one. */
    public static final String TRACEPARENT = "traceparent";

    /** Which processor said it, and by which revision of its configuration: {@code name@revision}. */
    public static final String PROCESSOR = "mr-processor";
    /** What it was made of: up to eight of {@code topic@microseconds} joined by commas, then {@code +n} for n more. */
    public static final String INPUTS = "mr-inputs";
    /**
     * A whole number from 1 on: this record replaces what was said before under its identity (topic, time and id), by the
     * record without a number or with a smaller one.
     */
    public static final String CORRECTION = "mr-correction";
    /** {@code true} on a correction by which nothing takes the place of what was said before. */
    public static final String RETRACTED = "mr-retracted";
    /** On a correction that computing the past again made: the name of that recomputation. */
    public static final String RECOMPUTE = "mr-recompute";

    /** On what a processor says without a value: why there is none, in words. */
    public static final String REASON = "mr-reason";

    public static final String ERROR_CODE = "mr-error-code";
    public static final String ERROR = "mr-error";
    public static final String ERROR_HOP = "mr-error-hop";
    public static final String ATTEMPTS = "mr-attempts";
    public static final String FIRST_SEEN = "mr-first-seen";

    /**
     * On a quarantined record that was in the log before: its place there, {@code topic/partition/offset}. The same
     * place twice is the same record.
     */
    public static final String PLACE = "mr-place";
    /** On a record of the quarantine that is no message but the end of one: the offset of the one it ends. */
    public static final String RESOLVES = "mr-resolves";
    /** How it ended: {@code replayed} or {@code discarded}. */
    public static final String RESOLUTION = "mr-resolution";
    /** Who ended it. */
    public static final String BY = "mr-by";

    /** The source of a record that some other Kafka client wrote without saying who it is. */
    public static final String UNKNOWN_SOURCE = "kafka";

    /** How the source of a message that came in by MQTT begins; the rest is the client id. */
    public static final String MQTT_SOURCE_PREFIX = "mqtt:";

    /** How the source of what a processor says begins; the rest is the processor's name. */
    public static final String PROCESSOR_SOURCE_PREFIX = "processor:";

    private static final String MQTT_HOP = "mqtt@";

    private Headers() {}

    /** Who a record is of: {@link #SOURCE}, or what {@link #PROCESSOR} says; null when it does not tell. */
    public static @Nullable String source(Function<String, @Nullable String> headers) {
        String source = headers.apply(SOURCE);
        if (source != null) {
            return source;
        }
        String processor = headers.apply(PROCESSOR);
        if (processor == null) {
            return null;
        }
        int at = processor.indexOf('@');
        return PROCESSOR_SOURCE_PREFIX + (at < 0 ? processor : processor.substring(0, at));
    }

    /**
     * The hops of a record: {@link #TRACE}, which for what came in by MQTT begins with its receipt; null when it does not
     * tell.
     */
    public static @Nullable String trace(Function<String, @Nullable String> headers) {
        String trace = headers.apply(TRACE);
        String source = headers.apply(SOURCE);
        String received = headers.apply(RECEIVED);
        if (source == null || received == null || !source.startsWith(MQTT_SOURCE_PREFIX)) {
            return trace;
        }
        if (trace == null) {
            return MQTT_HOP + received;
        }
        return trace.startsWith(MQTT_HOP) ? trace : MQTT_HOP + received + "," + trace;
    }
}
