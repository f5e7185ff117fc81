package io.millrace.score;

import ai.onnxruntime.OrtException;
import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Measurement;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.score.ScoreState.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model about the last values of its inputs.
 *
 * <p>It is asked once for each time at which inputs came, as soon as time has passed on: inputs of one poll have one time,
 * and make one answer. An input holds its value until the next one, for {@code staleAfter} at most. Where it cannot be
 * asked, the outputs are Bad, which is told once.
 */
final class ScoreProcessor implements Processor<ScoreState> {

    private static final Logger LOG = LoggerFactory.getLogger(ScoreProcessor.class);
    private static final int MOST_FROM = 8;

    /**
     * One processor's own at one place.
     *
     * @param trigger place of the input that makes it be asked; -1 for any
     * @param staleMicros how old an input may be, or {@link Processor#NEVER}
     * @param outputs in the order of the model's answers
     */
    record Terms(
            OnnxModel model,
            List<Inlet> inlets,
            List<Feature> features,
            int trigger,
            long staleMicros,
            List<Topic> outputs) {
        Terms {
            inlets = List.copyOf(inlets);
            features = List.copyOf(features);
            outputs = List.copyOf(outputs);
        }
    }

    /** An input: its name, its topic here, and how many of its values are looked back on. */
    record Inlet(String name, String topic, int over) {}

    private final Terms terms;
    private final ScoreCodec codec;

    ScoreProcessor(Terms terms) {
        this.terms = terms;
        this.codec = new ScoreCodec(
                String.join(" ", terms.inlets().stream().map(Inlet::name).toList()));
    }

    @Override
    public ScoreState begin() {
        return ScoreState.begin(terms.inlets().size());
    }

    @Override
    public StateCodec<ScoreState> codec() {
        return codec;
    }

    @Override
    public Step<ScoreState> apply(ScoreState state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        if (!(input.content() instanceof Content.Measured measured)) {
            throw Problem.of(
                            "input-no-sample",
                            "'" + input.topic() + "' came as an event, and a model is asked about samples.",
                            "Name a tag, or let a counter or a window make one of the events.")
                    .asException();
        }
        int index = 0;
        while (!terms.inlets().get(index).name().equals(input.role())) {
            index++;
        }
        Slot slot = state.slots().get(index);
        Value usable = input.usable();
        long time = input.timestampMicros();
        Quality quality = measured.quality();
        Slot taken = usable == null
                ? slot.unusable(time, quality.isBad() ? quality : Quality.BAD_NO_DATA)
                : slot.taking(
                        Measurement.of(input, usable),
                        time,
                        quality,
                        terms.inlets().get(index).over());
        ScoreState next = state.with(index, taken);
        boolean asks = terms.trigger() < 0 || terms.trigger() == index;
        return Step.of(asks ? next.due(time) : next);
    }

    @Override
    public Step<ScoreState> advance(ScoreState state, long toMicros) {
        ScoreState next = state;
        List<Output> outputs = new ArrayList<>();
        if (next.due() != ScoreState.NEVER && next.due() < toMicros) {
            Step<ScoreState> step = ask(next, next.due());
            outputs.addAll(step.outputs());
            next = step.state();
        }
        long stale = staleFrom(next);
        if (stale < toMicros) {
            Step<ScoreState> step = bad(next, stale, Quality.BAD_NO_DATA);
            outputs.addAll(step.outputs());
            next = step.state();
        }
        return new Step<>(next, outputs);
    }

    @Override
    public long nextTime(ScoreState state) {
        long due = state.due() == ScoreState.NEVER ? NEVER : state.due();
        long next = Math.min(due, staleFrom(state));
        return next == NEVER ? NEVER : next + 1;
    }

    /** The first moment at which an input is older than it may be, as long as an answer stands; or {@link #NEVER}. */
    private long staleFrom(ScoreState state) {
        return terms.staleMicros() == NEVER || !state.answered() ? NEVER : oldest(state) + terms.staleMicros() + 1;
    }

    private static long oldest(ScoreState state) {
        return state.slots().stream().mapToLong(Slot::time).min().orElse(ScoreState.NEVER);
    }

    private Step<ScoreState> ask(ScoreState state, long time) {
        Quality against = against(state, time);
        if (against != null) {
            return bad(state, time, against);
        }
        double[] row = new double[terms.features().size()];
        for (int i = 0; i < row.length; i++) {
            Feature feature = terms.features().get(i);
            row[i] = feature.value(state.slots().get(feature.input()).values());
        }
        List<@Nullable Value> answers;
        try {
            answers = terms.model().run(row);
        } catch (OrtException failed) {
            LOG.atWarn().setCause(failed).log("a model failed on its features; its outputs are Bad");
            return bad(state, time, Quality.BAD_OUT_OF_RANGE);
        }
        boolean doubtful =
                state.slots().stream().anyMatch(slot -> !slot.quality().isGood());
        List<Output> outputs = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            Value answer = answers.get(i);
            Content content = answer == null
                    ? new Content.Measured(null, Quality.BAD_OUT_OF_RANGE)
                    : new Content.Measured(answer, doubtful ? Quality.UNCERTAIN_SUB_NORMAL : Quality.GOOD);
            outputs.add(output(state, i, time, content));
        }
        return new Step<>(state.telling(true, null), outputs);
    }

    /** Why the model cannot be asked; null when it can. */
    private @Nullable Quality against(ScoreState state, long time) {
        Quality against = null;
        for (int i = 0; i < state.slots().size(); i++) {
            Slot slot = state.slots().get(i);
            if (slot.values().length < terms.inlets().get(i).over()) {
                against = against == null ? Quality.BAD_WAITING_FOR_INITIAL_DATA : against;
            }
            if (slot.time() != ScoreState.NEVER && slot.quality().isBad()) {
                return slot.quality();
            }
            if (slot.time() != ScoreState.NEVER
                    && terms.staleMicros() != NEVER
                    && time - slot.time() > terms.staleMicros()) {
                against = Quality.BAD_NO_DATA;
            }
        }
        return against;
    }

    private Step<ScoreState> bad(ScoreState state, long time, Quality quality) {
        ScoreState next = state.telling(false, quality);
        if (quality.equals(state.bad())) {
            return Step.of(next);
        }
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < terms.outputs().size(); i++) {
            outputs.add(output(state, i, time, new Content.Measured(null, quality)));
        }
        return new Step<>(next, outputs);
    }

    private Output output(ScoreState state, int index, long time, Content content) {
        List<Identity> from = new ArrayList<>();
        for (int i = 0; i < state.slots().size() && from.size() < MOST_FROM; i++) {
            long came = state.slots().get(i).time();
            if (came != ScoreState.NEVER) {
                from.add(new Identity(terms.inlets().get(i).topic(), came, ""));
            }
        }
        return new Output(terms.outputs().get(index), time, "", content, false, from);
    }
}
