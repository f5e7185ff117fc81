package io.millrace.process;

import io.millrace.process.alarm.AlarmKind;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.detect.DetectKind;
import io.millrace.process.enrich.EnrichKind;
import io.millrace.process.expression.ExpressionKind;
import io.millrace.process.route.FilterKind;
import io.millrace.process.route.RouteKind;
import io.millrace.process.state.MachineStateKind;
import io.millrace.process.window.WindowKind;
import java.util.List;

/** Every kind of processor there is, in the order in which people read about them. */
public final class Processors {

    private static final List<Kind<?>> KINDS = List.of(
            new CounterKind(),
            new MachineStateKind(),
            new WindowKind(),
            new ExpressionKind(),
            new DetectKind(),
            new EnrichKind(),
            new RouteKind(),
            new FilterKind(),
            new AlarmKind());

    private Processors() {}

    public static List<Kind<?>> kinds() {
        return KINDS;
    }
}
