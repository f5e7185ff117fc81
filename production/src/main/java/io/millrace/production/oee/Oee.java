package io.millrace.production.oee;

import io.millrace.production.oee.LossModel.Microstops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Overall equipment effectiveness, by the KPIs of ISO 22400-2: <em>availability</em> APT / PBT, <em>effectiveness</em>
 * PRI &times; PQ / APT (performance), <em>quality ratio</em> GQ / PQ, and their product, the <em>OEE index</em>. The
 * product is computed as PRI &times; GQ / PBT, which is the same number without three roundings.
 *
 * <p>Where the standard leaves a choice or practice differs: planned stops and breaks are no part of PBT; changeover is;
 * short stops are no part of APT unless the loss model says so; unknown time is part of PBT and not of APT, so that OEE is
 * right in spite of it and availability is a lower bound. Performance above 1 is told and not cut: the ideal cycle time is
 * then not ideal.
 *
 * @param performance absent with the reason where an ideal cycle time is missing
 * @param remarks what a reader should know, as sentences
 */
public record Oee(
        Tally tally,
        Ratio availability,
        Ratio performance,
        Ratio quality,
        Ratio oee,
        Waterfall waterfall,
        List<String> remarks) {

    static final String NOTHING_PLANNED = "Nothing was planned in this time.";
    static final String NOTHING_KNOWN = "Nobody knows what the machine was doing in this time.";
    static final String NOT_PRODUCING = "The machine was never producing in this time.";
    static final String NOTHING_MADE = "No piece was made in this time.";

    public Oee {
        remarks = List.copyOf(remarks);
    }

    /** What a tally comes to. */
    public static Oee of(Tally tally, LossModel model) {
        Times times = tally.times();
        Pieces pieces = tally.pieces();
        long busy = busyMicros(times);
        long produced = producedMicros(times, model);
        boolean known = times.of(TimeClass.UNKNOWN) < busy;
        boolean ideal = pieces.withoutIdeal() == 0;
        Ratio availability = busy == 0
                ? Ratio.absent(NOTHING_PLANNED)
                : known ? Ratio.of(produced, busy) : Ratio.absent(NOTHING_KNOWN);
        Ratio performance;
        Ratio oee;
        if (!availability.isPresent()) {
            performance = availability;
            oee = availability;
        } else if (!ideal) {
            performance = Ratio.absent(noIdeal(pieces));
            oee = performance;
        } else {
            performance = produced == 0 ? Ratio.absent(NOT_PRODUCING) : Ratio.of(pieces.idealMicros(), produced);
            oee = Ratio.of(pieces.idealGoodMicros(), busy);
        }
        Ratio quality = pieces.count() == 0 ? Ratio.absent(NOTHING_MADE) : Ratio.of(pieces.good(), pieces.count());
        return new Oee(
                tally,
                availability,
                performance,
                quality,
                oee,
                Waterfall.of(
                        times,
                        ideal ? pieces.idealMicros() : null,
                        ideal ? pieces.idealGoodMicros() : null,
                        model.microstops()),
                remarks(times, pieces, performance));
    }

    /** PBT: the time in which production was planned, planned stops and breaks left out; microseconds. */
    public long busyMicros() {
        return busyMicros(tally.times());
    }

    private static long busyMicros(Times times) {
        return times.total() - times.of(TimeClass.NOT_PLANNED) - times.of(TimeClass.PLANNED_STOP);
    }

    /** APT. */
    private static long producedMicros(Times times, LossModel model) {
        long produced = times.of(TimeClass.PRODUCTION);
        return model.microstops() == Microstops.PERFORMANCE ? produced + times.of(TimeClass.MICROSTOP) : produced;
    }

    private static List<String> remarks(Times times, Pieces pieces, Ratio performance) {
        List<String> remarks = new ArrayList<>();
        if (performance.isPresent() && performance.part() > performance.whole()) {
            remarks.add(
                    "Performance is above 100 %: the ideal cycle time is longer than the machine needs, or pieces were"
                            + " counted while it was not seen producing.");
        }
        if (times.of(TimeClass.UNKNOWN) > 0) {
            remarks.add("For " + minutes(times.of(TimeClass.UNKNOWN))
                    + " nobody knows what the machine was doing: availability is at least what is shown, performance at"
                    + " most.");
        }
        if (pieces.unplanned() > 0) {
            remarks.add(pieces.unplanned()
                    + " pieces were made when nothing was planned, and are not in these figures. Add a shift for that time"
                    + " if they should be.");
        }
        if (pieces.scrap() > pieces.count()) {
            remarks.add("More pieces were found bad (" + pieces.scrap() + ") than were made (" + pieces.count() + ").");
        }
        return remarks;
    }

    private static String noIdeal(Pieces pieces) {
        if (pieces.nameless().equals(Set.of(""))) {
            return "No ideal cycle time is known: no order was running, and the machine has none of its own.";
        }
        String products = String.join(
                ", ",
                pieces.nameless().stream()
                        .map(name -> name.isEmpty() ? "pieces without an order" : name)
                        .toList());
        return "No ideal cycle time is known for " + products + ".";
    }

    private static String minutes(long micros) {
        double minutes = micros / 60_000_000.0;
        return minutes >= 1
                ? String.format(Locale.ROOT, "%.0f min", minutes)
                : String.format(Locale.ROOT, "%.0f s", micros / 1_000_000.0);
    }
}
