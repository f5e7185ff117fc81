package io.millrace.process.detect;

import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Measurement;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.detect.DetectState.Watch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches one or several tags with a method.
 *
 * <p>Each input is judged when it comes, by what was learnt of it before. Where several make one score, the greatest
 * counts, and it is told as soon as time has passed on: inputs of one poll have one time, and make one score.
 *
 * <p>A Bad input is not judged and teaches nothing. What had to last begins to last anew after it and after a gap.
 */
final class DetectProcessor<M> implements Processor<DetectState<M>> {

    /**
     * One processor's own at one place.
     *
     * @param outlets one for each input; one for all where they make one score
     * @param together whether the greatest score counts for all
     * @param gapMicros after a longer silence what came before says nothing of what comes now, or {@link Long#MAX_VALUE}
     */
    record Terms<M>(
            Method<M> method,
            List<Inlet> inlets,
            List<Outlet> outlets,
            boolean together,
            Flag.Rule rule,
            long gapMicros,
            int relearn) {
        Terms {
            inlets = List.copyOf(inlets);
            outlets = List.copyOf(outlets);
        }
    }

    /** An input: its name, and its topic here. */
    record Inlet(String name, String topic) {}

    private final Terms<M> terms;
    private final DetectCodec<M> codec;

    DetectProcessor(Terms<M> terms) {
        this.terms = terms;
        StringBuilder inputs = new StringBuilder().append(terms.relearn());
        terms.inlets().forEach(inlet -> inputs.append(' ').append(inlet.name()));
        this.codec = new DetectCodec<>(terms.method(), inputs.toString());
    }

    @Override
    public DetectState<M> begin() {
        return DetectState.begin(terms.method(), terms.inlets().size());
    }

    @Override
    public StateCodec<DetectState<M>> codec() {
        return codec;
    }

    @Override
    public Step<DetectState<M>> apply(DetectState<M> state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        if (!(input.content() instanceof Content.Measured measured)) {
            throw Problem.of(
                            "input-no-sample",
                            "'" + input.topic() + "' came as an event; detect judges samples.",
                            "Name a tag, or let a counter or a window make one of the events.")
                    .asException();
        }
        int index = 0;
        while (!terms.inlets().get(index).name().equals(input.role())) {
            index++;
        }
        Watch<M> before = state.watches().get(index);
        Value usable = input.usable();
        long time = input.timestampMicros();
        Look<M> look = usable == null
                ? unusable(before, measured.quality())
                : judged(
                        before,
                        time,
                        Measurement.of(input, usable),
                        !measured.quality().isGood());
        DetectState<M> next = state.with(index, look.watch());
        if (terms.together()) {
            return Step.of(next.due(time));
        }
        var moment = new Outlet.Moment(time, input.id(), look.watch().doubtful(), "", List.of());
        Step<Outlet.Said> told = tell(
                terms.outlets().get(index),
                before.said(),
                look.verdict(),
                look.watch().bad(),
                look.watch().flag(),
                moment);
        return new Step<>(next.with(index, look.watch().telling(told.state())), told.outputs());
    }

    private static Step<Outlet.Said> tell(
            Outlet outlet,
            Outlet.Said said,
            @Nullable Verdict verdict,
            @Nullable Quality bad,
            Flag flag,
            Outlet.Moment moment) {
        return verdict == null
                ? outlet.tellBad(said, bad == null ? Quality.BAD_NO_DATA : bad, moment)
                : outlet.tell(said, verdict, flag.raised(), moment);
    }

    /** A watch after an input, and what the method said of it. */
    private record Look<M>(Watch<M> watch, @Nullable Verdict verdict) {}

    @Override
    public Step<DetectState<M>> advance(DetectState<M> state, long toMicros) {
        return state.due() == DetectState.NEVER || state.due() >= toMicros ? Step.of(state) : together(state);
    }

    @Override
    public long nextTime(DetectState<M> state) {
        return state.due() == DetectState.NEVER ? NEVER : state.due() + 1;
    }

    /** The score of all inputs at the time of the last ones. Those that have none are left out. */
    private Step<DetectState<M>> together(DetectState<M> state) {
        long time = state.due();
        int worst = -1;
        boolean doubtful = false;
        for (int i = 0; i < state.watches().size(); i++) {
            Watch<M> watch = state.watches().get(i);
            boolean counts = watch.bad() == null && !isGap(watch.time(), time);
            doubtful |= !counts || watch.doubtful();
            if (counts
                    && (worst < 0 || watch.score() > state.watches().get(worst).score())) {
                worst = i;
            }
        }
        boolean none = worst < 0;
        Watch<M> shown = state.watches().get(none ? 0 : worst);
        Inlet inlet = terms.inlets().get(none ? 0 : worst);
        List<Identity> from = none ? List.of() : List.of(new Identity(inlet.topic(), shown.time(), ""));
        var moment = new Outlet.Moment(time, "", doubtful, inlet.name(), from);
        Verdict verdict = none ? null : new Verdict(shown.score(), Double.NaN, Double.NaN, Double.NaN);
        Flag flag = none ? state.flag().settled() : state.flag().heard(shown.score(), time, terms.rule());
        Step<Outlet.Said> told = tell(terms.outlets().get(0), state.said(), verdict, shown.bad(), flag, moment);
        return new Step<>(state.telling(flag, told.state()), told.outputs());
    }

    private Look<M> unusable(Watch<M> before, Quality quality) {
        Quality bad = quality.isBad() ? quality : Quality.BAD_NO_DATA;
        Flag flag = before.flag().settled();
        return new Look<>(new Watch<>(before.memory(), before.time(), 0, false, bad, flag, before.said()), null);
    }

    private Look<M> judged(Watch<M> before, long time, double value, boolean doubtful) {
        boolean gap = isGap(before.time(), time);
        Method.Judged<M> judged =
                terms.method().judge(gap ? terms.method().afterGap(before.memory()) : before.memory(), time, value);
        Verdict verdict = judged.verdict();
        Flag flag = gap ? before.flag().settled() : before.flag();
        if (verdict == null) {
            Quality bad = Quality.BAD_WAITING_FOR_INITIAL_DATA;
            return new Look<>(
                    new Watch<>(judged.memory(), time, 0, doubtful, bad, flag.settled(), before.said()), null);
        }
        Flag heard = flag.heard(verdict.score(), time, terms.rule());
        return new Look<>(
                new Watch<>(judged.memory(), time, verdict.score(), doubtful, null, heard, before.said()), verdict);
    }

    private boolean isGap(long before, long time) {
        return before != DetectState.NEVER && time - before > terms.gapMicros();
    }
}
