package io.millrace.console.http;

import io.millrace.historian.ProductionQueries.LocatedOrder;
import io.millrace.historian.ProductionQueries.StateRow;
import io.millrace.historian.ProductionQueries.StopRow;
import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.OrderRow;
import io.millrace.historian.production.ShiftRow;
import io.millrace.production.oee.LossModel.Microstops;
import io.millrace.production.oee.TimeClass;
import io.millrace.production.oee.Times;
import io.millrace.production.oee.Waterfall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Production as the API writes it: times in ISO 8601, durations in milliseconds. */
final class ProductionViews {

    private static final double MICROS_PER_MILLI = 1000;

    private ProductionViews() {}

    record Locations(List<String> locations) {}

    record Figures(String kind, String from, String to, List<Figure> figures) {}

    /** @param waterfall from the whole period down to the time of good pieces */
    record Figure(
            String location,
            String kind,
            String name,
            String day,
            String start,
            String end,
            boolean running,
            @Nullable BigDecimal availability,
            @Nullable BigDecimal performance,
            @Nullable BigDecimal quality,
            @Nullable BigDecimal oee,
            @Nullable String absent,
            List<String> remarks,
            long count,
            long scrap,
            long unplannedCount,
            int correction,
            List<Step> waterfall) {}

    record Step(String loss, double ms, double left) {}

    record Orders(List<Order> orders) {}

    record Order(
            String location,
            String order,
            @Nullable String product,
            @Nullable Long quantity,
            @Nullable Double idealCycleMs,
            String status,
            @Nullable String created,
            @Nullable String plannedStart,
            @Nullable String plannedEnd,
            @Nullable String started,
            @Nullable String stopped) {}

    record Shifts(String location, List<ShiftView> shifts) {}

    record ShiftView(String name, String day, String start, String end) {}

    record States(String location, String from, String to, List<State> states) {}

    record State(
            String start,
            String end,
            String state,
            @Nullable String code,
            @Nullable String reason,
            boolean microstop,
            boolean lasts) {}

    record Stops(String location, String from, String to, List<Stop> stops) {}

    record Stop(String state, @Nullable String reason, long times, double ms) {}

    static Figure figure(FigureRow row, Microstops microstops) {
        return new Figure(
                row.location(),
                row.kind(),
                row.name(),
                row.day().toString(),
                Json.time(row.startMicros()),
                Json.time(row.endMicros()),
                row.running(),
                row.availability(),
                row.performance(),
                row.quality(),
                row.oee(),
                row.absent(),
                row.remarks(),
                row.count(),
                row.scrap(),
                row.unplannedCount(),
                row.correction(),
                waterfall(row.durations(), microstops));
    }

    private static List<Step> waterfall(FigureRow.Durations durations, Microstops microstops) {
        Times times = Times.of(Map.of(
                TimeClass.NOT_PLANNED, durations.notPlanned(),
                TimeClass.PLANNED_STOP, durations.plannedStop(),
                TimeClass.UNPLANNED_STOP, durations.unplannedStop(),
                TimeClass.CHANGEOVER, durations.changeover(),
                TimeClass.MICROSTOP, durations.microstop(),
                TimeClass.UNKNOWN, durations.unknown(),
                TimeClass.PRODUCTION, durations.production()));
        return Waterfall.of(times, durations.ideal(), durations.idealGood(), microstops).steps().stream()
                .map(step -> new Step(
                        word(step.loss()), step.lossMicros() / MICROS_PER_MILLI, step.leftMicros() / MICROS_PER_MILLI))
                .toList();
    }

    private static String word(Waterfall.Loss loss) {
        return switch (loss) {
            case NOT_PLANNED -> "not-planned";
            case PLANNED_STOPS -> "planned-stop";
            case UNPLANNED_STOPS -> "unplanned-stop";
            case CHANGEOVER -> "changeover";
            case MICROSTOPS -> "microstop";
            case UNKNOWN -> "unknown";
            case SPEED -> "speed";
            case SCRAP -> "scrap";
        };
    }

    static Order order(LocatedOrder located) {
        OrderRow order = located.order();
        Long cycle = order.cycleMicros();
        return new Order(
                located.location(),
                order.order(),
                order.product(),
                order.quantity(),
                cycle == null ? null : Double.valueOf(cycle / MICROS_PER_MILLI),
                order.status(),
                time(order.created()),
                time(order.plannedStart()),
                time(order.plannedEnd()),
                time(order.started()),
                time(order.stopped()));
    }

    private static @Nullable String time(@Nullable Long micros) {
        return micros == null ? null : Json.time((long) micros);
    }

    static ShiftView shift(ShiftRow shift) {
        return new ShiftView(
                shift.name(), shift.day().toString(), Json.time(shift.startMicros()), Json.time(shift.endMicros()));
    }

    static State state(StateRow state) {
        return new State(
                state.start().toString(),
                state.end().toString(),
                state.state(),
                state.code().isEmpty() ? null : state.code(),
                state.reason().isEmpty() ? null : state.reason(),
                state.microstop(),
                state.lasts());
    }

    static Stop stop(StopRow stop) {
        return new Stop(
                stop.state(),
                stop.reason().isEmpty() ? null : stop.reason(),
                stop.times(),
                stop.micros() / MICROS_PER_MILLI);
    }
}
