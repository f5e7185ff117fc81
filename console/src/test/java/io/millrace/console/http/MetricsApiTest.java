package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsApiTest {

    @Test
    void writesWhatPrometheusReads() throws Exception {
        String text = text(
                Metric.counter("ingest_messages", "Messages received.", 3),
                new Metric(
                        "connection_samples", "By connection.", Metric.Kind.COUNTER, Map.of("connection", "a\"b\n"), 5),
                new Metric("connection_samples", "By connection.", Metric.Kind.COUNTER, Map.of("connection", "c"), 6),
                Metric.gauge("lag_seconds", "Lag.", 0.25));
        assertThat(text)
                .contains("# TYPE millrace_ingest_messages_total counter")
                .contains("millrace_ingest_messages_total 3.0")
                .contains("millrace_connection_samples_total{connection=\"a\\\"b\\n\"} 5.0")
                .contains("millrace_connection_samples_total{connection=\"c\"} 6.0")
                .contains("millrace_lag_seconds 0.25")
                .endsWith("\n");
    }

    @Test
    void oneRoomsMistakeDoesNotCostTheOthersTheirFigures() throws Exception {
        String text = text(
                Metric.gauge("odd name-here", "Spaces.", 1),
                Metric.gauge("same", "Twice.", 1),
                Metric.gauge("same", "Twice.", 2),
                Metric.counter("already_total", "Ends like a counter.", 1),
                Metric.counter("negative", "Cannot be.", -1),
                Metric.gauge("unknown", "Not a number.", Double.NaN));
        assertThat(text)
                .contains("millrace_odd_name_here 1.0")
                .contains("millrace_same 2.0")
                .contains("millrace_already_total 1.0")
                .contains("millrace_unknown NaN")
                .doesNotContain("-1.0");
    }

    private static String text(Metric... metrics) throws Exception {
        return new String(MetricsApi.text(List.of(metrics)), StandardCharsets.UTF_8);
    }
}
