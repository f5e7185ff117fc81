package io.millrace.app.production;

import io.millrace.historian.production.FigureRow;
import io.millrace.production.Span;
import io.millrace.production.calendar.Period;
import io.millrace.production.oee.LossModel;
import io.millrace.production.oee.Oee;
import io.millrace.production.oee.Pieces;
import io.millrace.production.oee.Ratio;
import io.millrace.production.oee.TimeClass;
import io.millrace.production.oee.Times;
import io.millrace.production.order.WorkOrder;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes rows of figures. No state. */
final class Figures {

    static final String ORDER = "order";

    private Figures() {}

    /** The figure of as much of a period as has passed. */
    static FigureRow of(Machine machine, Period period, FactReader.Reading reading, LossModel model, long nowMicros) {
        Span whole = period.span();
        Span passed =
                new Span(whole.startMicros(), Math.max(whole.startMicros(), Math.min(whole.endMicros(), nowMicros)));
        Oee oee = reading.facts().oee(passed, model);
        long unusable = reading.unusable().stream().filter(passed::contains).count();
        return row(
                machine.location(),
                kind(period.kind()),
                whole,
                period.name(),
                period.day(),
                nowMicros < whole.endMicros(),
                oee,
                unusable);
    }

    /** The figure of an order that was started, until now where it still runs. */
    static FigureRow of(
            Machine machine,
            WorkOrder order,
            LocalDate day,
            FactReader.Reading reading,
            LossModel model,
            long nowMicros) {
        Oee oee = reading.facts().oee(order, nowMicros, model);
        long unusable = reading.unusable().stream()
                .filter(at -> order.runs().stream().anyMatch(run -> run.contains(at)))
                .count();
        return row(
                machine.location(),
                ORDER,
                span(order, nowMicros),
                order.id(),
                day,
                order.runs().get(order.runs().size() - 1).endMicros() > nowMicros,
                oee,
                unusable);
    }

    /** From the first start of an order to its last stop, or to now. */
    static Span span(WorkOrder order, long nowMicros) {
        long start = order.runs().get(0).startMicros();
        long end = order.runs().get(order.runs().size() - 1).endMicros();
        return new Span(start, Math.max(start, Math.min(end, Math.max(start, nowMicros))));
    }

    static String kind(Period.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static FigureRow row(
            String location,
            String kind,
            Span span,
            String name,
            LocalDate day,
            boolean running,
            Oee oee,
            long unusable) {
        List<String> remarks = new ArrayList<>(oee.remarks());
        if (unusable > 0) {
            remarks.add(unusable + " count events say no whole number of pieces and are not in these figures.");
        }
        Pieces pieces = oee.tally().pieces();
        return new FigureRow(
                location,
                kind,
                span.startMicros(),
                name,
                span.endMicros(),
                day,
                running,
                number(oee.availability()),
                number(oee.performance()),
                number(oee.quality()),
                number(oee.oee()),
                absent(oee),
                remarks,
                durations(oee.tally().times(), pieces),
                pieces.count(),
                pieces.scrap(),
                pieces.unplanned(),
                0);
    }

    private static FigureRow.Durations durations(Times times, Pieces pieces) {
        boolean ideal = pieces.withoutIdeal() == 0;
        return new FigureRow.Durations(
                times.of(TimeClass.NOT_PLANNED),
                times.of(TimeClass.PLANNED_STOP),
                times.of(TimeClass.UNPLANNED_STOP),
                times.of(TimeClass.CHANGEOVER),
                times.of(TimeClass.MICROSTOP),
                times.of(TimeClass.UNKNOWN),
                times.of(TimeClass.PRODUCTION),
                ideal ? pieces.idealMicros() : null,
                ideal ? pieces.idealGoodMicros() : null);
    }

    private static @Nullable BigDecimal number(Ratio ratio) {
        return ratio.isPresent() ? new BigDecimal(ratio.text()) : null;
    }

    private static @Nullable String absent(Oee oee) {
        Set<String> reasons = new LinkedHashSet<>();
        Stream.of(oee.availability(), oee.performance(), oee.quality(), oee.oee())
                .filter(ratio -> !ratio.isPresent())
                .forEach(ratio -> reasons.add(ratio.absent()));
        return reasons.isEmpty() ? null : String.join(" ", reasons);
    }
}
