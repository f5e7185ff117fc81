package io.millrace.production;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.production.oee.LossModel;
import io.millrace.production.oee.LossModel.Microstops;
import io.millrace.production.oee.TimeClass;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A machine or a line that has an OEE, as a person writes it. */
@Described("A machine or a line that has an OEE.")
public record OeeOptions(
        @Described("Its location path relative to the site's; + stands for any one segment. Empty for the site.")
        @DefaultsTo("")
        String location,

        @Described(
                "The topic below the location that tells its states, such as _analytics/state/add. A line has that of the"
                        + " machine which sets its pace.")
        @DefaultsTo("_analytics/state/add")
        String states,

        @Described(
                "The topic below the location that tells what it makes: count events such as _analytics/bags/count, or"
                        + " _analytics/product/add. Without it the first there is of _analytics/pieces/count, _analytics/count and"
                        + " _analytics/product/add.")
        @Nullable
        String counts,

        @Described("How long one piece takes ideally, such as 3.05s, where neither its order nor its product says it.")
        @Nullable
        Duration idealCycleTime,

        @Described("Where short stops are a loss: availability, as in ISO 22400-2, or performance, as in the six big"
                + " losses.")
        @DefaultsTo("availability")
        Microstops microstops,

        @Described(
                "What the time in a state is, where it is not the usual, as in {waiting: planned-stop, 181000-181999:"
                        + " changeover}.")
        @DefaultsTo("{}")
        Map<String, TimeClass> losses) {

    public OeeOptions {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        check(states);
        if (counts != null) {
            check(counts);
        }
        model(losses, microstops, idealCycleTime);
    }

    private static void check(String topic) {
        if (!topic.startsWith("_analytics/") && !topic.contains("/_analytics/")) {
            throw Problem.of(
                            "topic-illegal",
                            "'" + topic + "' names no event.",
                            "States and counts are events: name a topic below the location, as in _analytics/count.")
                    .asException();
        }
    }

    /** What it holds for a loss. */
    public LossModel model() {
        return model(losses, microstops, idealCycleTime);
    }

    private static LossModel model(
            Map<String, TimeClass> losses, Microstops microstops, @Nullable Duration idealCycleTime) {
        Long micros = idealCycleTime == null ? null : TimeUnit.NANOSECONDS.toMicros(idealCycleTime.toNanos());
        return new LossModel(losses, microstops, micros);
    }
}
