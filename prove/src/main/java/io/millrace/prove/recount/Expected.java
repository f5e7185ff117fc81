package io.millrace.prove.recount;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What a topic of a processor must hold in the end, and nothing else.
 *
 * @param instance the processor and where it stands
 * @param period how long the periods are that it tells of; zero where it tells of moments
 * @param says by the moments, in the words of {@link Words}
 * @param fresh of these moments nothing may have been said yet
 */
public record Expected(
        String instance,
        String topic,
        Form form,
        Duration period,
        NavigableMap<Moment, String> says,
        Set<Moment> fresh) {

    /** As what it is found in the historian. */
    public enum Form {
        SAMPLES,
        COUNTS,
        STATES
    }

    /** Of what it tells at a moment, for people. */
    public String describe(Moment moment) {
        Instant time = Instant.EPOCH.plus(moment.micros(), ChronoUnit.MICROS);
        String when = period.isZero() ? "at " + time : "the " + period.toMillis() / 1000.0 + " s from " + time;
        return instance + ", " + topic + ", " + when + (moment.id().isEmpty() ? "" : ", id " + moment.id());
    }
}
