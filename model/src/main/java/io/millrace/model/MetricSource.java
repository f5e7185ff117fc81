package io.millrace.model;

import java.util.List;

/** A room that has figures to show. Thread-safe; cheap enough to ask every second. */
@FunctionalInterface
public interface MetricSource {

    List<Metric> metrics();
}
