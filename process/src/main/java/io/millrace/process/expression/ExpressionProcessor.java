package io.millrace.process.expression;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.expression.ExpressionState.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes a tag from others; when, and with which of their values, is what the two joins differ in.
 *
 * <p>The quality of the result is the worst of its inputs. A result without a value is told once, not again with each
 * input, until there is a value again.
 */
abstract sealed class ExpressionProcessor implements Processor<ExpressionState> permits LastKnown, Together {

    /** One processor's own: what does not depend on the join. */
    record Terms(List<Inlet> inlets, Computation computation, Topic output) {
        Terms {
            inlets = List.copyOf(inlets);
        }
    }

    /** An input: its name, its topic here, and what it should carry. */
    record Inlet(String name, Topic topic, InputType type) {}

    private final Terms terms;
    private final ExpressionCodec codec;

    ExpressionProcessor(Terms terms) {
        this.terms = terms;
        StringBuilder form = new StringBuilder(terms.computation().resultType());
        terms.inlets()
                .forEach(inlet ->
                        form.append(' ').append(inlet.name()).append(':').append(inlet.type()));
        this.codec = new ExpressionCodec(form.toString());
    }

    @Override
    public final ExpressionState begin() {
        return ExpressionState.begin(terms.inlets().size());
    }

    /** What 'previous' is goes on from what is stored, as a running sum does. */
    @Override
    public final ExpressionState continued(ExpressionState state, Function<String, @Nullable Content> standing) {
        return standing.apply(terms.output().path()) instanceof Content.Measured measured && measured.value() != null
                ? state.continued(measured.value())
                : state;
    }

    @Override
    public final StateCodec<ExpressionState> codec() {
        return codec;
    }

    @Override
    public final Step<ExpressionState> apply(ExpressionState state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        if (!(input.content() instanceof Content.Measured measured)) {
            throw Problem.of(
                            "input-no-sample",
                            "'" + input.role() + "' came as an event; expressions compute with samples.",
                            "Name a tag, or let a counter or a machine-state make one of the events.")
                    .asException();
        }
        int index = 0;
        while (!terms.inlets().get(index).name().equals(input.role())) {
            index++;
        }
        Inlet inlet = terms.inlets().get(index);
        Value usable = input.usable();
        Value value = usable == null ? null : inlet.type().accept(inlet.name(), usable);
        Quality quality = measured.quality();
        return take(state, index, value, value == null && !quality.isBad() ? Quality.BAD_NO_DATA : quality, input);
    }

    /** @param value null for a sample that cannot be used */
    abstract Step<ExpressionState> take(
            ExpressionState state, int index, @Nullable Value value, Quality quality, Input input);

    /**
     * The result of a time, with the values of the state.
     *
     * <p>Where there is none, a message that alone is at fault is put aside. Where values are at fault only together, or
     * with what was before, each of them is right and goes on to count: then the result is Bad. Putting one aside would
     * compute with an older value in its place, and depend on which came first.
     */
    final Step<ExpressionState> compute(ExpressionState state, long time) {
        Quality quality = Quality.GOOD;
        for (int i = 0; i < state.slots().size(); i++) {
            Slot slot = state.slots().get(i);
            if (slot.quality().isBad()) {
                return bad(state, time, slot.quality(), "The input '" + nameOf(i) + "' is " + slot.quality() + ".");
            }
            quality = quality.isGood() ? slot.quality() : quality;
        }
        if (!terms.computation().hasAll(state)) {
            return nothing(state, time);
        }
        Value value;
        try {
            value = terms.computation().compute(state, time);
        } catch (ProblemException failed) {
            if (terms.computation().isOfOneMessage()) {
                throw failed;
            }
            return bad(
                    state, time, qualityOf(failed.problem()), failed.problem().sentence());
        }
        return value == null
                ? nothing(state, time)
                : new Step<>(
                        state.resulting(value, time).telling(quality, time),
                        List.of(told(state, time, new Content.Measured(value, quality), null)));
    }

    /** How the formula calls an input. */
    final String nameOf(int index) {
        return terms.inlets().get(index).name();
    }

    /** Tells once that there is no value now, and why. */
    final Step<ExpressionState> bad(ExpressionState state, long time, Quality quality, String why) {
        return state.said().isBad(quality)
                ? Step.of(state)
                : Step.of(state.telling(quality, time), told(state, time, new Content.Measured(null, quality), why));
    }

    /** The expression is silent; what was told of this very time is no longer true. */
    private Step<ExpressionState> nothing(ExpressionState state, long time) {
        return state.said().quality() == null || state.said().time() != time
                ? Step.of(state)
                : Step.of(state.telling(null, time), told(state, time, Content.RETRACTED, null));
    }

    private Output told(ExpressionState state, long time, Content content, @Nullable String why) {
        List<Identity> from = new ArrayList<>();
        for (int i = 0; i < state.slots().size(); i++) {
            Slot slot = state.slots().get(i);
            if (slot.isKnown()) {
                Identity identity = new Identity(terms.inlets().get(i).topic().path(), slot.time(), "");
                from.add(slot.time() == time ? 0 : from.size(), identity);
            }
        }
        return new Output(terms.output(), time, "", content, false, from, why);
    }

    private static Quality qualityOf(Problem problem) {
        return switch (problem.code()) {
            case "division-by-zero", "number-overflow", "number-illegal" -> Quality.BAD_OUT_OF_RANGE;
            case "value-wrong-type", "value-unreadable" -> Quality.BAD_TYPE_MISMATCH;
            case "lookup-missing", "extract-missing" -> Quality.BAD_NO_DATA;
            default -> Quality.BAD;
        };
    }
}
