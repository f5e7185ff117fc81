package io.millrace.app.production;

import io.millrace.historian.production.FigureRow;
import io.millrace.model.EventPayload;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Figures as events of their location, on {@code _analytics/oee}. Identity is the period: its start and, as the id, its kind
 * and name; the correction number is that of the figure. Thread-safe.
 */
final class FigureEvents {

    private static final String SOURCE = "oee";
    private static final long MICROS_PER_MILLI = 1000;

    private final Namespace namespace;
    private final String origin;
    private final Function<Topic, LogTopic> route;

    /** @param origin site and hub */
    FigureEvents(Namespace namespace, String origin, Function<Topic, LogTopic> route) {
        this.namespace = namespace;
        this.origin = origin;
        this.route = route;
    }

    /** @param withdrawn the figure is taken back, and nothing takes its place */
    LogRecord record(FigureRow figure, boolean withdrawn, long nowMicros) {
        Topic topic = namespace.parse(namespace.root() + "/" + figure.location() + "/_analytics/oee");
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.ORIGIN, origin + "/" + SOURCE);
        headers.put(Headers.SOURCE, SOURCE);
        headers.put(Headers.PROCESSOR, SOURCE);
        headers.put(Headers.RECEIVED, Long.toString(nowMicros));
        headers.put(Headers.TRACE, "oee@" + nowMicros);
        if (figure.correction() > 0) {
            headers.put(Headers.CORRECTION, Integer.toString(figure.correction()));
        }
        if (withdrawn) {
            headers.put(Headers.RETRACTED, "true");
        }
        String id = figure.kind() + "/" + figure.name();
        String json = EventPayload.write(figure.startMicros(), id, withdrawn ? Map.of() : fields(figure));
        return new LogRecord(route.apply(topic), topic.path(), json.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Map<String, Value> fields(FigureRow figure) {
        FigureRow.Durations durations = figure.durations();
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("kind", Value.of(figure.kind()));
        fields.put("name", Value.of(figure.name()));
        fields.put("day", Value.of(figure.day().toString()));
        fields.put("end_time_unix_ms", Value.of(figure.endMicros() / MICROS_PER_MILLI));
        put(fields, "availability", figure.availability());
        put(fields, "performance", figure.performance());
        put(fields, "quality", figure.quality());
        put(fields, "oee", figure.oee());
        if (figure.absent() != null) {
            fields.put("absent", Value.of(figure.absent()));
        }
        fields.put("count", Value.of(figure.count()));
        fields.put("scrap", Value.of(figure.scrap()));
        fields.put("unplanned_count", Value.of(figure.unplannedCount()));
        put(fields, "not_planned_ms", durations.notPlanned());
        put(fields, "planned_stop_ms", durations.plannedStop());
        put(fields, "unplanned_stop_ms", durations.unplannedStop());
        put(fields, "changeover_ms", durations.changeover());
        put(fields, "microstop_ms", durations.microstop());
        put(fields, "unknown_ms", durations.unknown());
        put(fields, "production_ms", durations.production());
        put(fields, "ideal_ms", durations.ideal());
        put(fields, "ideal_good_ms", durations.idealGood());
        return fields;
    }

    private static void put(Map<String, Value> fields, String name, @Nullable BigDecimal number) {
        if (number != null) {
            fields.put(name, Value.of(number.doubleValue()));
        }
    }

    private static void put(Map<String, Value> fields, String name, @Nullable Long micros) {
        if (micros != null) {
            boolean whole = micros % MICROS_PER_MILLI == 0;
            fields.put(
                    name, whole ? Value.of(micros / MICROS_PER_MILLI) : Value.of(micros / (double) MICROS_PER_MILLI));
        }
    }
}
