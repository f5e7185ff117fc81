package io.millrace.bench.history;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of samples as devices send them, one after the other: sample {@code n} is of tag {@code n % tags}. Immutable.
 *
 * @param location what topics begin with
 * @param tags how many there are
 * @param firstMicros time of the first sample, microseconds since 1970
 * @param perStep so many samples have the same time
 * @param stepMicros from one time to the next
 * @param payloadBytes least length of a payload; shorter ones are filled with spaces, which JSON allows
 */
public record HistorianRecords(
        String location, int tags, long firstMicros, int perStep, long stepMicros, int payloadBytes) {

    private static final int CLIENTS = 50;
    private static final double SECONDS_PER_WAVE = 3_600;
    private static final long MICROS = 1_000_000;

    public HistorianRecords {
        if (tags < 1 || perStep < 1) {
            throw new IllegalArgumentException("at least one tag, and one sample at a time");
        }
    }

    /** Every sample has a time of its own, as in the load by MQTT. */
    public static HistorianRecords scattered(String location, int tags, long firstMicros, int payloadBytes) {
        return new HistorianRecords(location, tags, firstMicros, 1, 1, payloadBytes);
    }

    /** Every tag has a sample a second. */
    public static HistorianRecords everySecond(String location, int tags, long firstMicros) {
        return new HistorianRecords(location, tags, firstMicros, tags, MICROS, 0);
    }

    public String topic(int tag) {
        return location + "/c" + tag % CLIENTS + "/_historian/t" + tag / CLIENTS;
    }

    public String client(int tag) {
        return "bench-" + tag % CLIENTS;
    }

    public int tag(long n) {
        return (int) (n % tags);
    }

    public long micros(long n) {
        return firstMicros + n / perStep * stepMicros;
    }

    /** A slow wave and some noise, with two decimals: neither so smooth nor so wild that it would be no plant's. */
    public double value(long n) {
        double wave = Math.sin(2 * Math.PI * micros(n) / MICROS / SECONDS_PER_WAVE + tag(n));
        double noise = Math.floorMod(n * 7_919 + n / 104_729, 101) - 50;
        return Math.rint((100 + 20 * wave) * 100 + noise) / 100;
    }

    public byte[] payload(long n) {
        StringBuilder json = new StringBuilder(Math.max(64, payloadBytes));
        json.append("{\"timestamp_us\":")
                .append(micros(n))
                .append(",\"value\":")
                .append(value(n));
        while (json.length() < payloadBytes - 1) {
            json.append(' ');
        }
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    public List<String> words() {
        return List.of(
                location,
                Integer.toString(tags),
                Long.toString(firstMicros),
                Integer.toString(perStep),
                Long.toString(stepMicros),
                Integer.toString(payloadBytes));
    }

    public static HistorianRecords parse(List<String> words) {
        return new HistorianRecords(
                words.get(0),
                Integer.parseInt(words.get(1)),
                Long.parseLong(words.get(2)),
                Integer.parseInt(words.get(3)),
                Long.parseLong(words.get(4)),
                Integer.parseInt(words.get(5)));
    }
}
