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

    private static final String ROOT = "umh/v1/" + LOCATION + "/";
    private static final String CONTRACT = "/_historian/";

    private Plant() {}

    public static String topic(Flow flow, int line) {
        return ROOT + lineLocation(line) + CONTRACT + flow.tag();
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

    /** A topic filter of all lines' topics of one kind. */
    public static String filter(Flow flow) {
        return ROOT + "+" + CONTRACT + flow.tag();
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

    /** The identity of a piece; temperatures have none but their time. */
    public static Optional<String> id(Flow flow, int line, long number) {
        return flow == Flow.COUNT ? Optional.of(line + "-" + number) : Optional.empty();
    }

    public static String payload(Flow flow, int line, long number, long timestampMicros) {
        return switch (flow) {
            case COUNT ->
                "{\"timestamp_us\":" + timestampMicros + ",\"value\":" + number + ",\"id\":\"" + line + "-" + number
                        + "\"}";
            case VALUE -> "{\"timestamp_us\":" + timestampMicros + ",\"value\":" + number + ".5}";
        };
    }

    /** The value by which a message tells its running number. */
    public static double value(Flow flow, long number) {
        return flow == Flow.COUNT ? number : number + 0.5;
    }

    /** The running number that a value tells; 0 when it tells none. */
    public static long number(Flow flow, @Nullable Double value) {
        if (value == null) {
            return 0;
        }
        double number = flow == Flow.COUNT ? value : value - 0.5;
        return number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number) ? (long) number : 0;
    }
}
