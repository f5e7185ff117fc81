package io.millrace.model.contract;

import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.model.contract.Model.OnMismatch;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the models say of one topic. The field it names is looked up once, so that a message with one value costs a
 * comparison. Immutable, thread-safe.
 *
 * <p>What a device calls Bad has no value to be checked; its fields have to exist all the same.
 */
public final class TopicCheck {

    private final Topic topic;
    private final @Nullable Model model;
    private final @Nullable Field field;
    /** What is wrong with every value of the topic itself. */
    private final @Nullable Problem always;

    private TopicCheck(Topic topic, @Nullable Model model, @Nullable Field field, @Nullable Problem always) {
        this.topic = topic;
        this.model = model;
        this.field = field;
        this.always = always;
    }

    static TopicCheck by(Model model, Topic topic) {
        Field field = model.find(topic.name()).orElse(null);
        return new TopicCheck(topic, model, field, field == null ? unknown(model, topic.name()) : null);
    }

    /** Nothing may be published there. */
    static TopicCheck refusing(Topic topic, Problem why) {
        return new TopicCheck(topic, null, null, why);
    }

    /** The model that is asked; empty when there is none, and everything is refused. */
    public Optional<Model> model() {
        return Optional.ofNullable(model);
    }

    /** Whether a message that does not fit passes, marked. */
    public boolean marks() {
        return model != null && model.onMismatch() == OnMismatch.MARK;
    }

    /** What is wrong with a message on this topic, the first thing found; null when it fits. */
    public @Nullable Problem of(Message message) {
        if (!(message instanceof Message.Samples samples)) {
            return always;
        }
        for (Sample sample : samples.samples()) {
            Problem wrong = of(sample);
            if (wrong != null) {
                return wrong;
            }
        }
        return missing(samples);
    }

    /** What is wrong with one sample, of this topic or of a tag below; null when it fits. */
    public @Nullable Problem of(Sample sample) {
        if (model == null) {
            return always;
        }
        boolean here = sample.topic().path().length() == topic.path().length();
        Field meant = here ? field : model.find(sample.topic().name()).orElse(null);
        Value value = sample.value();
        if (meant instanceof Field.Leaf leaf) {
            return value == null || sample.quality().isBad() || leaf.takes(value)
                    ? null
                    : Mismatch.of(model, sample.topic().name(), leaf.expectation(), Words.found(value));
        }
        String name = sample.topic().name();
        if (meant instanceof Field.Group group) {
            String inner = Words.list(group.fields().keySet().stream().toList());
            return Mismatch.of(
                    model, name, "a group of " + inner, value == null ? "no value" : "the value " + Words.of(value));
        }
        return here ? always : unknown(model, name);
    }

    private static @Nullable Problem unknown(Model model, String name) {
        String outer = name;
        while (outer.contains("/")) {
            outer = outer.substring(0, outer.lastIndexOf('/'));
            Field above = model.find(outer).orElse(null);
            if (above instanceof Field.Leaf leaf) {
                return Mismatch.of(
                        model, outer, leaf.expectation(), "a group with '" + name.substring(outer.length() + 1) + "'");
            }
        }
        return model.open()
                ? null
                : Mismatch.unknown(model, name, Near.hint(model.leaves().keySet(), name));
    }

    /** A payload with several keys speaks of all of its group: what is required has to be there. */
    private @Nullable Problem missing(Message.Samples message) {
        if (model == null || !(field instanceof Field.Group group)) {
            return null;
        }
        Set<String> present = new HashSet<>();
        for (Sample sample : message.samples()) {
            if (sample.quality().isBad()) {
                return null;
            }
            String name = sample.topic().name();
            present.add(name);
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                present.add(name.substring(0, slash));
            }
        }
        String missing = missing(topic.isWhole() ? "" : topic.name() + "/", group, present);
        return missing == null ? null : Mismatch.missing(model, missing);
    }

    private static @Nullable String missing(String path, Field.Group group, Set<String> present) {
        for (var entry : group.fields().entrySet()) {
            String inner = path + entry.getKey();
            boolean there = present.contains(inner);
            if (!there && entry.getValue().required()) {
                return inner;
            }
            if (there && entry.getValue() instanceof Field.Group nested) {
                String missing = missing(inner + "/", nested, present);
                if (missing != null) {
                    return missing;
                }
            }
        }
        return null;
    }
}
