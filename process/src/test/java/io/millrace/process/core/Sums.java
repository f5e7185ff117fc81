package io.millrace.process.core;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A rule for tests: tells the running sum, says "quiet" after silence, and refuses what is negative. */
final class Sums implements Processor<Sums.State> {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Topic SUM = NAMESPACE.parse("umh/v1/a/_historian/sum");
    static final Topic QUIET = NAMESPACE.parse("umh/v1/a/_historian/quiet");
    static final long SILENCE = 1000;

    record State(long sum, long quietAt) {}

    @Override
    public State begin() {
        return new State(0, NEVER);
    }

    @Override
    public Step<State> apply(State state, Input input) {
        if (!(input.usable() instanceof Value.Whole whole) || whole.value() < 0) {
            throw Problem.of("value-refused", "no piece is negative.").asException();
        }
        State next = new State(state.sum() + whole.value(), input.timestampMicros() + SILENCE);
        return Step.of(next, Output.of(SUM, input.timestampMicros(), Content.of(Value.of(next.sum()))));
    }

    @Override
    public Step<State> advance(State state, long toMicros) {
        if (toMicros <= state.quietAt()) {
            return Step.of(state);
        }
        List<Output> outputs = new ArrayList<>();
        outputs.add(Output.of(QUIET, state.quietAt(), Content.of(Value.of(true))));
        return new Step<>(new State(state.sum(), NEVER), outputs);
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
                return "sums-1";
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
