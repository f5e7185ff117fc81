package io.millrace.ingest;

import io.millrace.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what came in by MQTT and what became of it. Thread-safe; bounded whatever clients call themselves.
 *
 * <p>Whenever nothing moves: received = accepted + quarantined + cleared + refused + shed + in flight.
 */
final class AdmissionFigures {

    static final String OTHERS = "others";
    private static final int MAX_CODES = 100;

    private final int maxSources;
    final LongAdder accepted = new LongAdder();
    final LongAdder cleared = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder inFlight = new LongAdder();
    final LongAdder unidentifiedRedeliveries = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> quarantined = new ConcurrentHashMap<>();
    /** By client id. */
    private final ConcurrentHashMap<String, MqttSource> sources = new ConcurrentHashMap<>();
    /** Of the clients beyond the limit. */
    private final LongAdder others = new LongAdder();

    AdmissionFigures(int maxSources) {
        this.maxSources = maxSources;
    }

    /** Counts a message; whose it is. */
    MqttSource received(String clientId) {
        MqttSource source = sources.get(clientId);
        if (source == null) {
            source = sources.size() < maxSources
                    ? sources.computeIfAbsent(clientId, id -> MqttSource.of(id, new LongAdder()))
                    : MqttSource.of(clientId, others);
        }
        source.messages().increment();
        return source;
    }

    void quarantined(String code) {
        count(quarantined, code, MAX_CODES);
    }

    private static void count(ConcurrentHashMap<String, LongAdder> counts, String key, int limit) {
        LongAdder known = counts.get(key);
        if (known == null) {
            String counted = counts.size() < limit ? key : OTHERS;
            known = counts.computeIfAbsent(counted, name -> new LongAdder());
        }
        known.increment();
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        double received = others.doubleValue();
        if (received > 0) {
            metrics.add(messages(OTHERS, received));
        }
        for (MqttSource source : sources.values()) {
            double messages = source.messages().doubleValue();
            received += messages;
            metrics.add(messages(source.name(), messages));
        }
        metrics.add(Metric.counter("ingest_messages", "MQTT messages that came to the gate.", received));
        metrics.add(Metric.counter(
                "ingest_accepted", "MQTT messages that are durable in the log.", accepted.doubleValue()));
        metrics.add(Metric.counter(
                "ingest_cleared",
                "Orders to delete a retained message; nothing is written for them.",
                cleared.doubleValue()));
        metrics.add(Metric.counter(
                "ingest_refused",
                "MQTT messages that the log did not take; they were not acknowledged.",
                refused.doubleValue()));
        metrics.add(Metric.counter(
                "ingest_shed",
                "MQTT messages with QoS 0 that the log did not take; nobody sends them again.",
                shed.doubleValue()));
        metrics.add(Metric.gauge(
                "ingest_in_flight", "MQTT messages that wait for the log to take them.", inFlight.doubleValue()));
        metrics.add(Metric.counter(
                "ingest_unidentified_redeliveries",
                "MQTT messages sent again that carry no time of their own, with or without an id, so that they may count"
                        + " twice.",
                unidentifiedRedeliveries.doubleValue()));
        quarantined.forEach((code, count) -> metrics.add(new Metric(
                "ingest_quarantined",
                "Unusable MQTT messages set aside, by reason.",
                Metric.Kind.COUNTER,
                Map.of("code", code),
                count.doubleValue())));
        return metrics;
    }

    private static Metric messages(String source, double count) {
        return new Metric(
                "ingest_source_messages",
                "Messages that came to the gate, by source.",
                Metric.Kind.COUNTER,
                Map.of("source", source),
                count);
    }
}
