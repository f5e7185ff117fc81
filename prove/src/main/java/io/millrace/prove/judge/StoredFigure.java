package io.millrace.prove.judge;

import io.millrace.prove.recount.Figure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A row of figures, as the historian has it. Times are microseconds since 1970.
 *
 * @param kind hour, shift, day or order
 * @param endMicros of the whole period; of an order that runs, when it was computed
 * @param day the production day
 * @param running whether the period is not over
 */
public record StoredFigure(
        String kind, String name, long startMicros, long endMicros, LocalDate day, boolean running, Figure figure) {

    @Override
    public String toString() {
        return kind + " " + name + " from " + Instant.EPOCH.plus(startMicros, ChronoUnit.MICROS);
    }
}
