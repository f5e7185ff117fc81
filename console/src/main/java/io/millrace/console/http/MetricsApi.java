package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.model.Metric;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The figures of the hub in the Prometheus text format (0.0.4), each name with the prefix {@code millrace_}. */
final class MetricsApi {

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final Supplier<List<Metric>> source;

    MetricsApi(Supplier<List<Metric>> source) {
        this.source = source;
    }

    void metrics(Context ctx) throws IOException {
        Query.of(ctx);
        ctx.contentType(WRITER.getContentType()).result(text(source.get()));
    }

    static byte[] text(List<Metric> metrics) throws IOException {
        // By name, then by labels: the format wants each name once, and refuses the same labels twice.
        Map<String, Map<Labels, Metric>> families = new TreeMap<>();
        for (Metric metric : metrics) {
            families.computeIfAbsent(name(metric), any -> new LinkedHashMap<>()).put(labels(metric), metric);
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        families.forEach((name, family) -> snapshots.metricSnapshot(snapshot(name, family)));
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        WRITER.write(out, snapshots.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        return out.toByteArray();
    }

    private static String name(Metric metric) {
        return PrometheusNaming.sanitizeMetricName("millrace_" + metric.name());
    }

    private static Labels labels(Metric metric) {
        Labels.Builder labels = Labels.builder();
        metric.labels().forEach((name, value) -> labels.label(PrometheusNaming.sanitizeLabelName(name), value));
        return labels.build();
    }

    private static MetricSnapshot snapshot(String name, Map<Labels, Metric> family) {
        Metric first = family.values().iterator().next();
        if (first.kind() == Metric.Kind.COUNTER) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(name).help(first.help());
            // A counter cannot be negative or unknown; one that is has no place here.
            family.forEach((labels, metric) -> {
                if (metric.value() >= 0) {
                    counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(metric.value())
                            .build());
                }
            });
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(first.help());
        family.forEach((labels, metric) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(metric.value())
                .build()));
        return gauge.build();
    }
}
