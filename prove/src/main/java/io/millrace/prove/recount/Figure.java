package io.millrace.prove.recount;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was made in a period, and how the time went by: each field in words, so that equal ones are equal texts. Ratios are
 * rounded to six places, times are microseconds.
 *
 * @param fields of the names below
 */
public record Figure(Map<String, String> fields) {

    public static final String ABSENT = "absent";

    public static final List<String> RATIOS = List.of("availability", "performance", "quality", "oee");
    /** Each microsecond of a period is of one of these. */
    public static final List<String> TIMES = List.of(
            "not_planned", "planned_stop", "unplanned_stop", "changeover", "microstop", "unknown", "production");

    public static final List<String> IDEALS = List.of("ideal", "ideal_good");
    public static final List<String> PIECES = List.of("count", "scrap", "unplanned_count");

    public Figure {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** How long all of it is, microseconds. */
    public long length() {
        return TIMES.stream()
                .mapToLong(time -> Long.parseLong(Objects.requireNonNull(fields.get(time))))
                .sum();
    }

    /** What another says otherwise, in words. */
    public String difference(Figure other) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().equals(other.fields.get(field.getKey())))
                .map(field ->
                        field.getKey() + " must be " + field.getValue() + ", is " + other.fields.get(field.getKey()))
                .collect(Collectors.joining("; "));
    }
}
