package io.millrace.historian;

import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.OrderRow;
import io.millrace.historian.production.ShiftRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people ask about production: figures, orders, shifts, and what machines were doing. Thread-safe; bounded and failing
 * as {@link Queries}.
 */
public interface ProductionQueries {

    /** The locations that have figures, orders or states, in order. */
    List<String> locations();

    /**
     * Figures that overlap a span, the newest first.
     *
     * @param location one; absent for all
     * @param kind {@code hour}, {@code shift}, {@code day} or {@code order}
     */
    List<FigureRow> figures(@Nullable String location, String kind, Instant from, Instant to, int limit);

    /** Earlier figures of a period, the oldest first. */
    List<FigureRow> earlier(String location, String kind, Instant start, String name);

    /** Orders, what runs first, then what was touched last. */
    List<LocatedOrder> orders(@Nullable String location, int limit);

    /** Shifts that overlap a span, in order of time. */
    List<ShiftRow> shifts(String location, Instant from, Instant to);

    /**
     * What a machine was doing in a span, in order of time, cut at its ends.
     *
     * @param name of the topic below {@code _analytics}, mostly {@code state/add}
     */
    List<StateRow> states(String location, String name, Instant from, Instant to, int limit);

    /** Where the time of a span went that was not running, the longest first: by state and reason. */
    List<StopRow> stops(String location, String name, Instant from, Instant to, int limit);

    /** An order and where it is. */
    record LocatedOrder(String location, OrderRow order) {}

    /**
     * A stretch of a state.
     *
     * @param state the word or the code that was told
     * @param code empty where none was told
     * @param reason empty where none is known
     * @param lasts it has no end yet
     */
    record StateRow(
            Instant start, Instant end, String state, String code, String reason, boolean microstop, boolean lasts) {}

    /**
     * Stops of one state and reason.
     *
     * @param micros how long they were together, microseconds
     */
    record StopRow(String state, String reason, long times, long micros) {}
}
