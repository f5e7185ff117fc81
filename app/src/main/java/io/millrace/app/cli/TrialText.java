package io.millrace.app.cli;

import io.millrace.model.Namespace;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** How a trial names topics, times and values for people. Pure. */
final class TrialText {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private final Namespace namespace;
    private final String common;
    private final ZoneId zone;

    /** @param common location path that goes without saying */
    TrialText(Namespace namespace, String common, ZoneId zone) {
        this.namespace = namespace;
        this.common = namespace.root() + "/" + common + (common.isEmpty() ? "" : "/");
        this.zone = zone;
    }

    ZoneId zone() {
        return zone;
    }

    /** What is below the common location; elsewhere the path from the root on, with a slash in front. */
    String topic(String path) {
        return path.startsWith(common)
                ? path.substring(common.length())
                : path.substring(namespace.root().length());
    }

    private ZonedDateTime at(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, MICROS_PER_SECOND))
                .plusNanos(Math.floorMod(micros, MICROS_PER_SECOND) * 1000)
                .atZone(zone);
    }

    LocalDate day(long micros) {
        return at(micros).toLocalDate();
    }

    String time(long micros) {
        return at(micros).format(micros % 1000 == 0 ? MILLIS : MICROS);
    }

    /** As short as it can be beside another time: the day only where it is another one, parts of a second if any. */
    String shortTime(long micros, long besideMicros) {
        String time = micros % MICROS_PER_SECOND == 0 ? at(micros).format(SECONDS) : time(micros);
        return day(micros).equals(day(besideMicros)) ? time : day(micros) + " " + time;
    }

    String dayAndTime(long micros) {
        return day(micros) + " " + time(micros);
    }

    /** As it stands behind a topic, with what is between them. */
    String said(Content content) {
        if (content instanceof Content.Measured measured) {
            Value value = measured.value();
            String text = value == null ? "" : " = " + value(value);
            return measured.quality().isGood() ? text : text + " [" + measured.quality() + "]";
        }
        return content instanceof Content.Happened happened ? ": " + event(happened.json()) : " retracted";
    }

    private static String event(String json) {
        Map<String, Value> fields = EventFields.read(json);
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("timestamp_ms")
                        && !field.getKey().equals("timestamp_us"))
                .map(field -> field.getKey() + " " + value(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(Value value) {
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Value.Real real) {
            return Double.toString(real.value());
        }
        return value instanceof Value.Bool bool
                ? Boolean.toString(bool.value())
                : "'" + ((Value.Text) value).value().replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
