package io.millrace.prove.recount;

import io.millrace.model.Quality;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Processing;
import io.millrace.prove.plant.Production;
import io.millrace.prove.plant.Timetable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
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
     * What a line sent, each in any order.
     *
     * @param pieces of its light barrier
     * @param rejects of them bad
     * @param orders that were begun; the value is the running number
     * @param bookings of pieces that were found bad later; the value is the running number, and how many
     */
    public record Line(
            int number,
            List<Reading> pieces,
            List<Reading> rejects,
            List<Reading> temperatures,
            List<Reading> orders,
            List<Reading> bookings) {}

    /** Of a line. */
    public static List<Expected> ofLine(Line line, Timetable timetable, Present present) {
        Recount recount = new Recount(Plant.lineLocation(line.number));
        PieceCount count = PieceCount.ofPulses(inOrder(line.pieces));
        PieceCount scrap = PieceCount.ofPulses(inOrder(line.rejects));
        recount.counts(Processing.PIECES, count, scrap);
        recount.samples(
                Processing.PIECES, Processing.PIECES + "/scrap", map(scrap.totals(), Moment::at, Words::number));
        for (String kind : Timetable.KINDS) {
            PeriodTotals totals = PeriodTotals.of(kind, timetable, count, scrap, present);
            recount.periods(kind, totals.pieces(), totals.fresh());
            recount.periods("scrap-" + kind, totals.scrap(), totals.fresh());
        }
        recount.windows(inOrder(line.temperatures));
        recount.pace(count);
        recount.states(Processing.LINE_STATE, ofLine(count, scrap), Processing.LINE_MICROSTOP);
        return recount.expected;
    }

    private static NavigableMap<Long, States.State> ofLine(PieceCount count, PieceCount scrap) {
        TreeSet<Long> times = new TreeSet<>(count.totals().keySet());
        times.addAll(scrap.totals().keySet());
        return States.ofPieces(times, micros(Processing.STOPPED_AFTER));
    }

    /** How a line worked. */
    public static Worked workOfLine(Line line, Timetable timetable) {
        PieceCount count = PieceCount.ofPulses(inOrder(line.pieces));
        PieceCount scrap = PieceCount.ofPulses(inOrder(line.rejects));
        NavigableMap<Long, Worked.Pieces> pieces = new TreeMap<>();
        made(count, Production.LINE_CYCLE, pieces);
        scrap.made()
                .forEach((moment, bad) -> pieces.merge(
                        moment.micros(), Worked.Pieces.bad(bad, Production.LINE_CYCLE), Worked.Pieces::plus));
        // What is booked of the same time once more takes the place of what was booked before.
        NavigableMap<Long, Long> booked = new TreeMap<>();
        for (Reading booking : inOrder(line.bookings)) {
            booked.put(Plant.bookedMillis(number(booking), booking.micros()) * 1_000, number(booking));
        }
        booked.forEach((time, bad) ->
                pieces.merge(time, Worked.Pieces.bad(bad, Production.PRODUCT_CYCLE), Worked.Pieces::plus));
        NavigableMap<Long, String> orders = new TreeMap<>();
        line.orders.forEach(order -> orders.put(order.micros(), Plant.order(line.number, number(order))));
        return new Worked(
                Plant.LOCATION + "/" + Plant.lineLocation(line.number),
                timetable,
                States.stretches(ofLine(count, scrap), micros(Processing.LINE_MICROSTOP)),
                pieces,
                orders);
    }

    private static long number(Reading reading) {
        return Objects.requireNonNull(reading.value()).longValue();
    }

    private static void made(PieceCount count, Duration cycle, NavigableMap<Long, Worked.Pieces> pieces) {
        count.made()
                .forEach((moment, made) ->
                        pieces.merge(moment.micros(), Worked.Pieces.made(made, cycle), Worked.Pieces::plus));
    }

    /** How the device worked. */
    public static Worked workOfDevice(List<Reading> counter, List<Reading> noise, Timetable timetable) {
        NavigableMap<Long, Worked.Pieces> pieces = new TreeMap<>();
        made(PieceCount.ofRunning(inOrder(counter)), Production.DEVICE_CYCLE, pieces);
        NavigableMap<Long, States.State> states =
                States.ofSignal(inOrder(noise), Processing.SIGNAL, micros(Processing.STALE_AFTER));
        return new Worked(
                Plant.LOCATION + "/" + Plant.DEVICE,
                timetable,
                States.stretches(states, micros(Processing.DEVICE_MICROSTOP)),
                pieces,
                new TreeMap<>());
    }

    /**
     * Of the device.
     *
     * @param counter readings of its first counter, in any order
     * @param noise readings of its first noise, in any order
     */
    public static List<Expected> ofDevice(List<Reading> counter, List<Reading> noise) {
        Recount recount = new Recount(Plant.DEVICE);
        recount.counts(Processing.MADE, PieceCount.ofRunning(inOrder(counter)), PieceCount.ofPulses(List.of()));
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

    private void counts(String output, PieceCount count, PieceCount scrap) {
        NavigableMap<Moment, String> events = map(count.made(), moment -> moment, made -> Words.count(made, 0));
        scrap.made()
                .forEach((moment, bad) ->
                        events.put(new Moment(moment.micros(), "scrap/" + moment.id()), Words.count(0, bad)));
        add(output, "_analytics/" + output + "/count", Expected.Form.COUNTS, Duration.ZERO, events);
        samples(output, output + "/total", map(count.totals(), Moment::at, Words::number));
    }

    private void samples(String output, String name, NavigableMap<Moment, String> says) {
        add(output, "_historian/" + name, Expected.Form.SAMPLES, Duration.ZERO, says);
    }

    private void periods(String name, NavigableMap<Long, Long> totals, Set<Moment> fresh) {
        expected.add(new Expected(
                Processing.PIECES + " at " + location,
                Plant.topic(location, "_historian/" + Processing.PIECES + "/" + name),
                Expected.Form.SAMPLES,
                Duration.ZERO,
                map(totals, Moment::at, Words::number),
                fresh));
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
                States.told(States.stretches(states, micros(microstop))));
        add(output, "_historian/" + output, Expected.Form.SAMPLES, Duration.ZERO, States.words(states));
    }

    private void add(
            String output, String below, Expected.Form form, Duration period, NavigableMap<Moment, String> says) {
        expected.add(
                new Expected(output + " at " + location, Plant.topic(location, below), form, period, says, Set.of()));
    }

    private static <K, V> NavigableMap<Moment, String> map(
            NavigableMap<K, V> from, Function<K, Moment> moment, Function<V, String> says) {
        NavigableMap<Moment, String> map = new TreeMap<>();
        from.forEach((key, value) -> map.put(moment.apply(key), says.apply(value)));
        return map;
    }
}
