package io.millrace.process.trial;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** A rule for tests: tells the running sum, tells "quiet" after ten seconds of silence, and refuses what is negative. */
record Alarms(Topic sum, Topic quiet) implements Processor<Alarms.State> {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final String BELOW = "umh/v1/plant/cells/";
    static final long SECOND = 1_000_000;
    static final long SILENCE = 10 * SECOND;
    /** 2026-11-21T06:00Z. */
    static final long SIX = 1_795_240_800L * SECOND;

    record State(long sum, long quietAt) {}

    /** At each plant/cells/+, with a minute of lateness and two seconds of patience. */
    static Definition definition() {
        return definition("plant/cells/+", new Keying.ByPlace(3));
    }

    static Definition definition(String at, Keying keying) {
        Setting setting = new Setting("alarms", NAMESPACE, at, ZoneId.of("UTC"));
        return new Definition(
                "alarms",
                "alarms",
                "rev-1",
                setting,
                new Plan(
                        List.of(setting.source("made", "input", "_historian/made")),
                        keying,
                        List.of(),
                        place -> new Alarms(topic(place, "sum"), topic(place, "quiet"))),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2));
    }

    private static Topic topic(Place place, String name) {
        return place.location().isEmpty()
                ? NAMESPACE.parse("umh/v1/plant/_historian/" + name)
                : place.topic("_historian/" + name);
    }

    /** A number made at a cell, so many seconds after six. */
    static Said made(String cell, long seconds, long number) {
        Topic topic = NAMESPACE.parse(BELOW + cell + "/_historian/made");
        return new Said(topic, SIX + seconds * SECOND, "", 0, Content.of(Value.of(number)));
    }

    @Override
    public State begin() {
        return new State(0, NEVER);
    }

    @Override
    public Step<State> apply(State state, Input input) {
        if (!(input.usable() instanceof Value.Whole whole) || whole.value() < 0) {
            throw Problem.of("value-refused", "No piece is negative.").asException();
        }
        if (whole.value() == 13) {
            throw new IllegalStateException("a fault of the rule");
        }
        State next = new State(state.sum() + whole.value(), input.timestampMicros() + SILENCE);
        return Step.of(next, Output.of(sum, input.timestampMicros(), Content.of(Value.of(next.sum()))));
    }

    @Override
    public Step<State> advance(State state, long toMicros) {
        return toMicros <= state.quietAt()
                ? Step.of(state)
                : Step.of(new State(state.sum(), NEVER), Output.of(quiet, state.quietAt(), Content.of(Value.of(true))));
    }

    @Override
    public long nextTime(State state) {
        return state.quietAt();
    }

    @Override
    public StateCodec<State> codec() {
        return new StateCodec<>() {
            @Override
            public String form() {
                return "alarms-1";
            }

            @Override
            public void write(State state, DataOutput out) throws IOException {
                out.writeLong(state.sum());
                out.writeLong(state.quietAt());
            }

            @Override
            public State read(DataInput in) throws IOException {
                return new State(in.readLong(), in.readLong());
            }
        };
    }
}
