package io.millrace.prove.plant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names, topics and payloads of the simulated plant.
 *
 * <p>Every message carries its running number in its value, so that the judge can tell from a row alone which message it
 * was: a piece's value is its number, a temperature's is its number and a half.
 */
public final class Plant {

    public static final String LOCATION = "prove/plant";
    /** The connection that polls the device. */
    public static final String DEVICE = "device";

    private static final String NAMESPACE = "umh/v1/";
    private static final String ROOT = NAMESPACE + LOCATION + "/";
    private static final String CONTRACT = "/_historian/";

    private static final int LATE_STEPS = 10;
    private static final long LATE_STEP_MILLIS = 20_000;

    private Plant() {}

    public static String topic(Flow flow, int line) {
        return ROOT + lineLocation(line) + "/" + flow.below();
    }

    /** Where a line stands, below the plant. */
    public static String lineLocation(int line) {
        return "line-" + line;
    }

    /**
     * A topic of a processor.
     *
     * @param location below the plant
     * @param below contract and name
     */
    public static String topic(String location, String below) {
        return ROOT + location + "/" + below;
    }

    /**
     * Where the figures of a machine are told.
     *
     * @param location full path without the root of the namespace
     */
    public static String figureTopic(String location) {
        return NAMESPACE + location + "/" + Production.FIGURES;
    }

    /** A topic filter of all lines' topics of one kind. */
    public static String filter(Flow flow) {
        return ROOT + "+/" + flow.below();
    }

    /** The topic of a tag of the device. */
    public static String deviceTopic(String tag) {
        return ROOT + DEVICE + CONTRACT + tag;
    }

    public static String counterTag(int register) {
        return "counter-" + register;
    }

    public static String noiseTag(int register) {
        return "noise-" + register;
    }

    public static String clientId(int line) {
        return "prove-line-" + line;
    }

    /** The name under which the hub knows what a line published. */
    public static String source(int line) {
        return "mqtt:" + clientId(line);
    }

    /** The identity of a piece or event; temperatures have none but their time. */
    public static Optional<String> id(Flow flow, int line, long number) {
        return flow == Flow.VALUE ? Optional.empty() : Optional.of(line + "-" + number);
    }

    public static String payload(Flow flow, int line, long number, long timestampMicros) {
        String time = "{\"timestamp_us\":" + timestampMicros + ",\"value\":" + number;
        String id = ",\"id\":\"" + line + "-" + number + "\"";
        return switch (flow) {
            case COUNT, SCRAP -> time + id + "}";
            case VALUE -> time + ".5}";
            case ORDER -> time + id + ",\"external_work_order_id\":\"" + order(line, number) + "\"}";
            case BOOKING ->
                time + id + ",\"external_product_id\":\"" + Production.PRODUCT + "\",\"end_time_unix_ms\":"
                        + bookedMillis(number, timestampMicros) + ",\"bad_quantity\":" + number + "}";
        };
    }

    /** What an order is called. */
    public static String order(int line, long number) {
        return "order-" + line + "-" + number;
    }

    /** Of which time pieces are found bad, milliseconds since 1970: a booking is up to some minutes late. */
    public static long bookedMillis(long number, long timestampMicros) {
        return timestampMicros / 1_000 - number % LATE_STEPS * LATE_STEP_MILLIS;
    }

    /** The value by which a message tells its running number. */
    public static double value(Flow flow, long number) {
        return flow == Flow.VALUE ? number + 0.5 : number;
    }

    /** The running number that a value tells; 0 when it tells none. */
    public static long number(Flow flow, @Nullable Double value) {
        if (value == null) {
            return 0;
        }
        double number = flow == Flow.VALUE ? value - 0.5 : value;
        return number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number) ? (long) number : 0;
    }
}
