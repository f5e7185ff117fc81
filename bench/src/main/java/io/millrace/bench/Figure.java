package io.millrace.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * One measured quantity, with every run of it.
 *
 * @param unit {@code /s}, {@code ms}, {@code MiB}, {@code s}, {@code %}, or empty for a plain number
 * @param runs in the order in which they were measured; at least one
 */
public record Figure(String name, String unit, List<Double> runs) {

    public Figure {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("the figure '" + name + "' was not measured");
        }
    }

    public static Figure of(String name, String unit, double value) {
        return new Figure(name, unit, List.of(value));
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double median() {
        List<Double> sorted = runs.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    @JsonIgnore
    public double lowest() {
        return runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    @JsonIgnore
    public double highest() {
        return runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** The median alone. */
    @JsonIgnore
    public String medianText() {
        return number(median());
    }

    /** The median with its unit, and the spread where there were several runs. */
    @JsonIgnore
    public String text() {
        String spread = runs.size() == 1 ? "" : " (" + number(lowest()) + " to " + number(highest()) + ")";
        return number(median()) + (unit.isEmpty() ? "" : unit.startsWith("/") ? unit : " " + unit) + spread;
    }

    /** Three digits that matter, and no more. */
    static String number(double value) {
        double size = Math.abs(value);
        String form =
                size >= 100 || size == Math.rint(size) ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }
}
