package io.millrace.ingest;

import io.millrace.model.Metric;
import io.millrace.model.Topic;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.TopicCheck;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The models of the site at the gate: what they ask of a topic, when each came into use, and what they found. Thread-safe. */
final class Contracts {

    /** In the metrics, all contracts that have a version and no model. */
    private static final String NO_MODEL = "none";

    private final ModelSettings settings;
    private final Map<String, ModelUse> uses = new TreeMap<>();
    private final ModelUse noModel;

    Contracts(ModelSettings settings, Time time) {
        this.settings = settings;
        for (Model model : settings.models().all()) {
            uses.put(model.contract(), new ModelUse(model, settings.firstUse(), time));
        }
        this.noModel = new ModelUse(null, settings.firstUse(), time);
    }

    /** Without models. */
    static Contracts none() {
        return new Contracts(ModelSettings.NONE, Time.of(Clock.systemUTC()));
    }

    /** What is asked of the messages of a topic; null for nothing. */
    @Nullable
    Contract of(Topic topic) {
        TopicCheck check = settings.models().check(topic);
        return check == null ? null : new Contract(check, uses.getOrDefault(topic.contract(), noModel));
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        uses.forEach((contract, use) -> add(metrics, contract, use));
        if (noModel.quarantined.sum() > 0) {
            add(metrics, NO_MODEL, noModel);
        }
        return metrics;
    }

    private static void add(List<Metric> metrics, String contract, ModelUse use) {
        metrics.add(mismatches(contract, "quarantined", use.quarantined.doubleValue()));
        metrics.add(mismatches(contract, "marked", use.marked.doubleValue()));
    }

    private static Metric mismatches(String contract, String fate, double count) {
        return new Metric(
                "contract_mismatches",
                "Messages that did not fit the model of their topic, by what became of them.",
                Metric.Kind.COUNTER,
                Map.of("model", contract, "fate", fate),
                count);
    }
}
