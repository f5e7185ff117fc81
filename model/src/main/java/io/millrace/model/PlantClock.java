package io.millrace.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The clock on the wall of a plant. What falls into the hour that is left out when it is put forward happens at that
 * moment; what falls into the hour that comes twice when it is put back happens in the first of the two. So times that
 * follow each other on the wall follow each other in truth. Times are microseconds since 1970. Immutable.
 */
public final class PlantClock {

    private final ZoneId zone;
    private final ZoneRules rules;

    public PlantClock(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone);
        this.rules = zone.getRules();
    }

    public ZoneId zone() {
        return zone;
    }

    /** When the wall shows this. */
    public long micros(LocalDateTime wall) {
        List<ZoneOffset> offsets = rules.getValidOffsets(wall);
        return micros(offsets.isEmpty() ? rules.getTransition(wall).getInstant() : wall.toInstant(offsets.get(0)));
    }

    /** What the wall shows then. */
    public LocalDateTime wall(long micros) {
        return LocalDateTime.ofInstant(instant(micros), zone);
    }

    /** When the hour of the clock began that a time lies in. A change of the clock begins an hour. */
    public long hourStart(long micros) {
        Instant time = instant(micros);
        Instant start = hour(time);
        @Nullable ZoneOffsetTransition changed = rules.previousTransition(time.plusNanos(1));
        return micros(changed != null && changed.getInstant().isAfter(start) ? changed.getInstant() : start);
    }

    /** When the hour of the clock ends that a time lies in, and the next begins. */
    public long hourEnd(long micros) {
        Instant time = instant(micros);
        Instant end = hour(time).plus(1, ChronoUnit.HOURS);
        @Nullable ZoneOffsetTransition changes = rules.nextTransition(time);
        return micros(changes != null && changes.getInstant().isBefore(end) ? changes.getInstant() : end);
    }

    private Instant hour(Instant time) {
        return time.atOffset(rules.getOffset(time))
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The microseconds since 1970 of any moment. */
    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
