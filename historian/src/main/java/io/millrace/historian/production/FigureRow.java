package io.millrace.historian.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figure of a period, as {@code millrace.oee} has it. Times are microseconds.
 *
 * @param kind {@code hour}, {@code shift}, {@code day} or {@code order}
 * @param absent why a factor is absent; absent where none is
 * @param correction how often it changed after its period was over; set by the store
 */
public record FigureRow(
        String location,
        String kind,
        long startMicros,
        String name,
        long endMicros,
        LocalDate day,
        boolean running,
        @Nullable BigDecimal availability,
        @Nullable BigDecimal performance,
        @Nullable BigDecimal quality,
        @Nullable BigDecimal oee,
        @Nullable String absent,
        List<String> remarks,
        Durations durations,
        long count,
        long scrap,
        long unplannedCount,
        int correction) {

    public FigureRow {
        remarks = List.copyOf(remarks);
    }

    /**
     * How long each class of time was, microseconds.
     *
     * @param ideal of all pieces; absent where an ideal cycle time is missing
     * @param idealGood of good pieces
     */
    public record Durations(
            long notPlanned,
            long plannedStop,
            long unplannedStop,
            long changeover,
            long microstop,
            long unknown,
            long production,
            @Nullable Long ideal,
            @Nullable Long idealGood) {}
}
