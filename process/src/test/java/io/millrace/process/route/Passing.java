package io.millrace.process.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.TopicFilter;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;

/** A route or a filter as a host runs it: one state for each topic; what it writes must be what its plan says. */
final class Passing<S> {

    static final Namespace NAMESPACE = new Namespace("umh/v1");

    private final Plan plan;
    private final Processor<S> processor;
    private S state;

    @SuppressWarnings("unchecked")
    Passing(Plan plan) {
        this.plan = plan;
        this.processor = (Processor<S>) plan.rule().apply(new Place(NAMESPACE, ""));
        this.state = processor.begin();
    }

    static Setting setting(String at) {
        return new Setting("tidy", NAMESPACE, at, ZoneId.of("Europe/Brussels"));
    }

    /** What follows from a message on a topic, which is written without the root. */
    List<Output> give(String topic, long time, String id, Content content) {
        String path = "umh/v1/" + topic;
        Source source = plan.sources().stream()
                .filter(one -> TopicFilter.parse(one.filter()).matches(path))
                .findFirst()
                .orElseThrow();
        Input input = new Input(source.role(), NAMESPACE.parse(path), time, id, 0, content);
        assertThat(processor.advance(state, time)).isEqualTo(Step.of(state));
        Step<S> step = processor.apply(state, input);
        state = throughBytes(step.state());
        for (Output output : step.outputs()) {
            assertThat(plan.writes()).as("what the plan says it writes").anyMatch(filter -> TopicFilter.parse(filter)
                    .matches(output.topic().path()));
        }
        return step.outputs();
    }

    List<Output> give(String topic, long time, Content content) {
        return give(topic, time, "", content);
    }

    private S throughBytes(S before) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            processor.codec().write(before, new DataOutputStream(bytes));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            S after = processor.codec().read(in);
            assertThat(after).isEqualTo(before);
            assertThat(in.available()).isZero();
            return after;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
