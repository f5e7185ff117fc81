package io.millrace.process.window;

import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stretch of time in which something came. Immutable; shares its parts with the one it was made of.
 *
 * @param start microseconds since 1970, within the stretch
 * @param end the first moment after it; of a session, when it ends at the latest
 * @param before the value that was valid when it began
 * @param seen when something came last, of whatever quality
 * @param count of the values that could be used
 * @param total sum of the numbers among them
 * @param low smallest of them
 * @param high largest of them
 * @param first of all that could be used
 * @param last of all that could be used
 * @param weight from its start, or from its first value on, up to what came last
 * @param spread for percentiles
 * @param doubtful whether something came that was less than Good
 */
record Pane(
        long start,
        long end,
        @Nullable Hold before,
        long seen,
        long count,
        Total total,
        @Nullable Value low,
        @Nullable Value high,
        @Nullable Mark first,
        @Nullable Mark last,
        Weight weight,
        Spread spread,
        boolean doubtful) {

    static Pane open(long start, long end, @Nullable Hold before, int mostNumbers) {
        return new Pane(
                start,
                end,
                before,
                start,
                0,
                Total.ZERO,
                null,
                null,
                null,
                null,
                Weight.NONE,
                Spread.empty(mostNumbers),
                false);
    }

    /** Time passes to the moment at which something comes, with a value that is valid until then. */
    Pane passed(long time, @Nullable Hold hold, long longest) {
        return new Pane(
                start,
                end,
                before,
                time,
                count,
                total,
                low,
                high,
                first,
                last,
                weight.plus(hold, start, time, longest),
                spread,
                doubtful);
    }

    /** @param number the value as a number, null for text */
    Pane with(Mark mark, @Nullable Value number) {
        return new Pane(
                start,
                end,
                before,
                seen,
                count + 1,
                number == null ? total : total.plus(number),
                Numbers.smaller(low, number),
                Numbers.larger(high, number),
                first == null ? mark : first,
                mark,
                weight,
                number == null ? spread : spread.plus(Numbers.real(number)),
                doubtful || !mark.quality().isGood());
    }

    /** Something came that cannot be used. */
    Pane spoiled() {
        return new Pane(start, end, before, seen, count, total, low, high, first, last, weight, spread, true);
    }

    /** This and a later one as one, but for what is valid between them and for percentiles. */
    Pane joined(Pane later) {
        return new Pane(
                start,
                later.end,
                before,
                later.seen,
                count + later.count,
                total.plus(later.total),
                Numbers.smaller(low, later.low),
                Numbers.larger(high, later.high),
                first == null ? later.first : first,
                later.last == null ? last : later.last,
                weight.plus(later.weight),
                spread,
                doubtful || later.doubtful);
    }
}
