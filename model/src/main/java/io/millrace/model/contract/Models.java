package io.millrace.model.contract;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All models of a site, and what becomes of contracts that have a version and no model. Immutable. */
public final class Models {

    /** What becomes of messages on a contract such as {@code _pump_v7} that has no model. */
    public enum Unknown {
        /** Refused where another version of the model is there; else they pass, as if there were no models. */
        BY_NAME,
        /** Refused. */
        QUARANTINE,
        /** They pass unchecked. */
        PASS
    }

    /** No models: nothing is checked. */
    public static final Models NONE = new Models(List.of(), Unknown.BY_NAME);

    private final Map<String, Model> byContract = new TreeMap<>();
    private final Map<String, List<ModelName>> versions;
    private final Unknown unknown;

    public Models(Collection<Model> models, Unknown unknown) {
        this.unknown = Objects.requireNonNull(unknown);
        models.forEach(model -> byContract.put(model.contract(), model));
        this.versions = models.stream()
                .map(Model::name)
                .sorted()
                .collect(Collectors.groupingBy(ModelName::base, TreeMap::new, Collectors.toList()));
    }

    /** By name, then version. */
    public List<Model> all() {
        return byContract.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    public Optional<Model> find(String contract) {
        return Optional.ofNullable(byContract.get(contract));
    }

    /** What is to be checked of the messages on a topic; null for nothing, which is so for most. */
    public @Nullable TopicCheck check(Topic topic) {
        Model model = byContract.get(topic.contract());
        if (model != null) {
            return TopicCheck.by(model, topic);
        }
        Problem refused = refusal(topic.contract());
        return refused == null ? null : TopicCheck.refusing(topic, refused);
    }

    /** Why nothing may be published under a contract; null when it has a model, or needs none. */
    public @Nullable Problem refusal(String contract) {
        if (byContract.containsKey(contract) || unknown == Unknown.PASS || !Namespace.isVersioned(contract)) {
            return null;
        }
        List<ModelName> known = versions.getOrDefault(ModelName.baseOf(contract), List.of());
        if (known.isEmpty() && unknown == Unknown.BY_NAME) {
            return null;
        }
        String there = known.isEmpty()
                ? ""
                : " There " + (known.size() == 1 ? "is " : "are ")
                        + known.stream().map(ModelName::toString).collect(Collectors.joining(", ")) + ".";
        return Problem.of(
                "model-unknown",
                "There is no model " + contract + "." + there,
                "Publish under a version that is there, or add " + contract + ".yaml to the models.");
    }
}
