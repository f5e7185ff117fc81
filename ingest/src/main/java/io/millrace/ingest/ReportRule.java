package io.millrace.ingest;

import io.millrace.model.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a tag are written: report by exception. Immutable.
 *
 * @param deadBand a number is written when it differs from the one written last by more than this, in the unit of the
 *     tag; 0 for every change
 * @param swingingDoor when above 0, numbers are left out as long as straight lines between those written pass all of
 *     them at this distance at most, in the unit of the tag
 * @param minInterval changes that come sooner after what was written last wait, and the newest of them is written when
 *     it is over; zero for none
 * @param maxInterval after so long without a written value the next one is written, changed or not; absent for never
 */
public record ReportRule(
        double deadBand,
        double swingingDoor,
        Duration minInterval,
        @Nullable Duration maxInterval) {

    /** Every change of value or quality. */
    public static final ReportRule EVERY_CHANGE = new ReportRule(0, 0, Duration.ZERO, null);

    public ReportRule {
        if (!(deadBand >= 0)
                || !(swingingDoor >= 0)
                || Double.isInfinite(deadBand)
                || Double.isInfinite(swingingDoor)) {
            throw refused("a dead-band and a swinging door are numbers from 0 on.", "");
        }
        if (swingingDoor > 0 && deadBand > 0) {
            throw refused(
                    "a tag has a dead-band or a swinging door, not both: what the band leaves out the door cannot bound.",
                    "Keep deadBand where the last value counts, swingingDoor where the curve does.");
        }
        if (swingingDoor > 0 && !minInterval.isZero()) {
            throw refused(
                    "a swinging door cannot promise its bound for values that minInterval leaves out.",
                    "Remove minInterval, or poll less often.");
        }
        if (minInterval.isNegative() || maxInterval != null && (maxInterval.isNegative() || maxInterval.isZero())) {
            throw refused("minInterval and maxInterval are durations above 0.", "");
        }
        if (maxInterval != null && maxInterval.compareTo(minInterval) < 0) {
            throw refused("maxInterval is shorter than minInterval.", "");
        }
    }

    private static RuntimeException refused(String sentence, String remedy) {
        return Problem.of("filter-refused", sentence, remedy).asException();
    }

    /** In words, for people: {@code dead-band 0.5, at least every 60 s}. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (deadBand > 0) {
            words.add("dead-band " + plain(deadBand));
        }
        if (swingingDoor > 0) {
            words.add("swinging door " + plain(swingingDoor));
        }
        if (!minInterval.isZero()) {
            words.add("at most every " + seconds(minInterval));
        }
        if (maxInterval != null) {
            words.add("at least every " + seconds(maxInterval));
        }
        return words.isEmpty() ? "every change" : String.join(", ", words);
    }

    /** What leaves values out, in the headers of those that processors get all the same. */
    String filter() {
        if (swingingDoor > 0) {
            return "swinging-door";
        }
        if (deadBand > 0) {
            return "dead-band";
        }
        return minInterval.isZero() ? "unchanged" : "min-interval";
    }

    private static String seconds(Duration duration) {
        return plain(duration.toMillis() / 1e3) + " s";
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    boolean isEveryChange() {
        return deadBand == 0 && swingingDoor == 0 && minInterval.isZero() && maxInterval == null;
    }
}
