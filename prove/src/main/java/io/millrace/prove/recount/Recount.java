package io.millrace.prove.recount;

import io.millrace.model.Quality;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Processing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All that the processors of one location must have said. */
public final class Recount {

    private static final Comparator<Reading> BY_TIME = Comparator.comparing(Reading::moment);

    private final String location;
    private final List<Expected> expected = new ArrayList<>();

    private Recount(String location) {
        this.location = location;
    }

    /**
     * Of a line.
     *
     * @param pieces of its light barrier, in any order
     * @param temperatures in any order
     */
    public static List<Expected> ofLine(int line, List<Reading> pieces, List<Reading> temperatures) {
        Recount recount = new Recount(Plant.lineLocation(line));
        PieceCount count = PieceCount.ofPulses(inOrder(pieces));
        recount.counts(Processing.PIECES, count);
        recount.windows(inOrder(temperatures));
        recount.pace(count);
        NavigableMap<Long, States.State> states =
                States.ofPieces(new TreeSet<>(count.totals().keySet()), micros(Processing.STOPPED_AFTER));
        recount.states(Processing.LINE_STATE, states, Processing.LINE_MICROSTOP);
        return recount.expected;
    }

    /**
     * Of the device.
     *
     * @param counter readings of its first counter, in any order
     * @param noise readings of its first noise, in any order
     */
    public static List<Expected> ofDevice(List<Reading> counter, List<Reading> noise) {
        Recount recount = new Recount(Plant.DEVICE);
        recount.counts(Processing.MADE, PieceCount.ofRunning(inOrder(counter)));
        NavigableMap<Long, States.State> states =
                States.ofSignal(inOrder(noise), Processing.SIGNAL, micros(Processing.STALE_AFTER));
        recount.states(Processing.DEVICE_STATE, states, Processing.DEVICE_MICROSTOP);
        return recount.expected;
    }

    private static List<Reading> inOrder(List<Reading> readings) {
        return readings.stream().sorted(BY_TIME).toList();
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    private void counts(String output, PieceCount count) {
        add(
                output,
                "_analytics/" + output + "/count",
                Expected.Form.COUNTS,
                Duration.ZERO,
                map(count.made(), moment -> moment, made -> Words.count(made, 0)));
        add(
                output,
                "_historian/" + output + "/total",
                Expected.Form.SAMPLES,
                Duration.ZERO,
                map(count.totals(), Moment::at, Words::number));
    }

    private void windows(List<Reading> temperatures) {
        NavigableMap<Long, Tumbling.Sum> windows = Tumbling.of(temperatures, micros(Processing.WINDOW));
        Map<String, Function<Tumbling.Sum, String>> aggregates = new LinkedHashMap<>();
        aggregates.put("count", sum -> Words.number(sum.count()));
        aggregates.put("sum", sum -> Words.number(sum.sum()));
        aggregates.put("min", sum -> Words.number(sum.min()));
        aggregates.put("max", sum -> Words.number(sum.max()));
        aggregates.put("mean", sum -> Words.number(sum.mean()));
        aggregates.put("first", sum -> Words.number(sum.first()));
        aggregates.put("last", sum -> Words.number(sum.last()));
        aggregates.put(
                "time-weighted-mean",
                sum -> Words.withQuality(
                        Words.number(sum.weightedMean()),
                        sum.covered() ? Quality.GOOD.code() : Quality.UNCERTAIN_SUB_NORMAL.code()));
        window(Processing.CLIMATE, Processing.WINDOW, windows, aggregates);
    }

    /** A window over what the counter said. */
    private void pace(PieceCount count) {
        List<Reading> totals = new ArrayList<>();
        count.totals().forEach((time, total) -> totals.add(new Reading(Moment.at(time), (double) total)));
        NavigableMap<Long, Tumbling.Sum> windows = Tumbling.of(totals, micros(Processing.PACE_WINDOW));
        Map<String, Function<Tumbling.Sum, String>> aggregates = new LinkedHashMap<>();
        aggregates.put("count", sum -> Words.number(sum.count()));
        aggregates.put("sum", sum -> Words.number(sum.sum()));
        aggregates.put("first", sum -> Words.number(sum.first()));
        aggregates.put("last", sum -> Words.number(sum.last()));
        window(Processing.PACE, Processing.PACE_WINDOW, windows, aggregates);
    }

    private void window(
            String output,
            Duration length,
            NavigableMap<Long, Tumbling.Sum> windows,
            Map<String, Function<Tumbling.Sum, String>> aggregates) {
        aggregates.forEach((aggregate, says) -> add(
                output,
                "_historian/" + output + "/" + aggregate,
                Expected.Form.SAMPLES,
                length,
                map(windows, Moment::at, says)));
    }

    private void states(String output, NavigableMap<Long, States.State> states, Duration microstop) {
        add(
                output,
                "_analytics/" + output + "/add",
                Expected.Form.STATES,
                Duration.ZERO,
                States.told(states, micros(microstop)));
        add(output, "_historian/" + output, Expected.Form.SAMPLES, Duration.ZERO, States.words(states));
    }

    private void add(
            String output, String below, Expected.Form form, Duration period, NavigableMap<Moment, String> says) {
        expected.add(new Expected(output + " at " + location, Plant.topic(location, below), form, period, says));
    }

    private static <K, V> NavigableMap<Moment, String> map(
            NavigableMap<K, V> from, Function<K, Moment> moment, Function<V, String> says) {
        NavigableMap<Moment, String> map = new TreeMap<>();
        from.forEach((key, value) -> map.put(moment.apply(key), says.apply(value)));
        return map;
    }
}
