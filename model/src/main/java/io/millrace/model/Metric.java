package io.millrace.model;

import java.util.Map;
import java.util.Objects;

/**
 * One figure, as {@code /metrics} shows it.
 *
 * @param name Prometheus name without a prefix for us and without {@code _total}: {@code ingest_messages}
 * @param help one sentence, with the unit
 */
public record Metric(String name, String help, Kind kind, Map<String, String> labels, double value) {

    /** A counter only grows; a gauge is what it is now. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    public Metric {
        Objects.requireNonNull(name);
        Objects.requireNonNull(help);
        Objects.requireNonNull(kind);
        labels = Map.copyOf(labels);
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, help, Kind.COUNTER, Map.of(), value);
    }

    public static Metric counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    public static Metric gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, help, Kind.GAUGE, Map.of(), value);
    }
}
