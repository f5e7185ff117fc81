package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells the states of one machine: an event and a sample at the time each begins. What becomes known later, by silence, by
 * the end of a short stop or by a person, is told as a correction of what was told of that time. Pure; thread-safe.
 */
final class MachineStateProcessor implements Processor<StateMemory>, Correctable {

    private final Wiring wiring;
    private final Signals signals;
    private final Times times;
    private final StateTopics topics;

    /**
     * How long things take, microseconds.
     *
     * @param staleAfter a signal not heard of for longer is lost; {@link Timeline#FOREVER} for never
     * @param stoppedAfter a machine that makes no piece for longer is stopped
     * @param microstop unplanned stops shorter than this are microstops
     * @param remember how far back overwrites reach
     */
    record Times(long staleAfter, long stoppedAfter, long microstop, long remember) {}

    /**
     * What the roles of inputs are.
     *
     * @param signals by role, its number among the signals
     * @param pieces the role that counts; empty for none
     * @param reason the role that gives reasons; empty for none
     * @param reasonTexts what its values mean
     * @param overwrite the role of the overwrites
     */
    record Wiring(
            Map<String, Integer> signals,
            String pieces,
            String reason,
            Map<String, String> reasonTexts,
            String overwrite) {}

    MachineStateProcessor(Wiring wiring, Signals signals, Times times, StateTopics topics) {
        this.wiring = wiring;
        this.signals = signals;
        this.times = times;
        this.topics = topics;
    }

    @Override
    public String overwrite() {
        return wiring.overwrite();
    }

    @Override
    public Duration remembered() {
        return Duration.of(times.remember(), ChronoUnit.MICROS);
    }

    @Override
    public List<String> reasons() {
        return wiring.reasonTexts().values().stream().distinct().sorted().toList();
    }

    @Override
    public StateMemory begin() {
        return StateMemory.begin(signals.names().size());
    }

    /** Until nobody can say otherwise of it any more. */
    @Override
    public Duration reach() {
        return Duration.ofDays(1).plus(times.remember(), ChronoUnit.MICROS);
    }

    @Override
    public StateCodec<StateMemory> codec() {
        return StateMemoryCodec.INSTANCE;
    }

    @Override
    public Step<StateMemory> apply(StateMemory state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        if (input.role().equals(wiring.overwrite())) {
            return overwritten(state, input);
        }
        StateMemory after = state;
        Integer signal = wiring.signals().get(input.role());
        if (signal != null) {
            after = withSignal(after, signal, input);
        }
        if (input.role().equals(wiring.pieces())) {
            after = withPieces(after, input);
        }
        if (input.role().equals(wiring.reason())) {
            after = after.withLayers(
                    after.layers().withReasons(after.layers().reasons().set(input.timestampMicros(), reason(input))));
        }
        return refreshed(state, after.seenTo(input.timestampMicros()), input.timestampMicros(), List.of());
    }

    private StateMemory withSignal(StateMemory state, int signal, Input input) {
        Value value = sampleOf(input);
        if (value != null) {
            signals.check(signal, value);
        }
        StateMemory after = state.withHeard(signal, new Heard(value, input.identity(), false));
        return spoken(after, input.timestampMicros());
    }

    private StateMemory spoken(StateMemory state, long time) {
        Layers layers = state.layers();
        return state.withLayers(layers.withSpoken(layers.spoken().set(time, signals.meaning(state.heard()))));
    }

    private static StateMemory withPieces(StateMemory state, Input input) {
        PieceWatch.Finding finding = state.pieces().findingOf(input);
        StateMemory after = state.withPieces(state.pieces().after(input, finding));
        Layers layers = state.layers();
        return switch (finding) {
            case PIECE ->
                after.withLayers(layers.withCounted(layers.counted().set(input.timestampMicros(), Label.RUNNING)));
            case LOST ->
                after.withLayers(layers.withCounted(layers.counted().set(input.timestampMicros(), Label.UNKNOWN)));
            case NO_PIECE -> after;
        };
    }

    private @Nullable String reason(Input input) {
        String given = Signals.text(sampleOf(input)).trim();
        String text = wiring.reasonTexts().getOrDefault(given, given);
        boolean none = text.isEmpty() || text.equals("0") || text.equals("0.0") || text.equals("false");
        return none ? null : Label.cut(text);
    }

    private static @Nullable Value sampleOf(Input input) {
        if (input.content() instanceof Content.Happened) {
            throw Overwrite.refused(
                    "payload-wrong-type",
                    "'" + input.topic().path() + "' carries events, and the machine state reads it as a tag.",
                    "Name a tag, as in _historian/drive/fault.");
        }
        return input.usable();
    }

    private Step<StateMemory> overwritten(StateMemory state, Input input) {
        if (!(input.content() instanceof Content.Happened event)) {
            throw Overwrite.refused(
                    "payload-wrong-type",
                    "'" + input.topic().path() + "' carries a sample, and an overwrite is an event.",
                    "Send {\"start_time_unix_ms\":…, \"end_time_unix_ms\":…, \"state\": \"maintenance\"}.");
        }
        long time = input.timestampMicros();
        Overwrite overwrite = Overwrite.read(event.json(), time);
        if (overwrite.start() < Math.max(time - times.remember(), state.keptFrom())) {
            throw Overwrite.refused(
                    "too-old",
                    "The overwrite begins before what is remembered of this machine.",
                    "It reaches back as far as 'remember' says, and over " + StateMemory.MOST
                            + " changes of state at most.");
        }
        Ruling ruling = new Ruling(overwrite.label(), overwrite.end() == Timeline.FOREVER);
        Timeline<Ruling> overwrites = state.layers()
                .overwrites()
                .change(overwrite.start(), overwrite.end(), before -> before == null ? ruling : ruling.over(before));
        StateMemory after = state.withLayers(state.layers().withOverwrites(overwrites));
        if (ruling.open()) {
            after = after.openSince(time);
        }
        return refreshed(state, after.seenTo(time), overwrite.start(), List.of());
    }

    @Override
    public Step<StateMemory> advance(StateMemory state, long toMicros) {
        StateMemory now = state;
        List<Output> outputs = new ArrayList<>();
        for (long due = due(now); due < toMicros; due = due(now)) {
            Step<StateMemory> step = passed(now, due);
            outputs.addAll(step.outputs());
            now = step.state();
        }
        return new Step<>(now, outputs);
    }

    @Override
    public long nextTime(StateMemory state) {
        long due = due(state);
        return due == Timeline.FOREVER ? NEVER : due + 1;
    }

    /** Up to and including which time nothing follows from nothing having come. */
    private long due(StateMemory state) {
        long due = state.layers().overwrites().firstAfter(state.seen());
        if (state.pieces().waiting()) {
            due = Math.min(due, state.pieces().since() + times.stoppedAfter());
        }
        for (Heard heard : state.heard()) {
            due = Math.min(due, staleAt(heard));
        }
        return due;
    }

    private long staleAt(Heard heard) {
        boolean waits = !heard.isNothing() && !heard.isLost() && times.staleAfter() != Timeline.FOREVER;
        return waits ? heard.at() + times.staleAfter() : Timeline.FOREVER;
    }

    private Step<StateMemory> passed(StateMemory state, long due) {
        if (state.layers().overwrites().firstAfter(state.seen()) == due) {
            return refreshed(state, state.seenTo(due), due, List.of());
        }
        PieceWatch pieces = state.pieces();
        if (pieces.waiting() && pieces.since() + times.stoppedAfter() == due) {
            long since = Math.max(pieces.since(), state.keptFrom());
            Layers layers = state.layers();
            StateMemory after = state.withPieces(pieces.afterSilence())
                    .withLayers(layers.withCounted(layers.counted().set(since, Label.STOPPED)));
            return refreshed(state, after.seenTo(due), since, List.of(pieces.by()));
        }
        StateMemory after = state;
        List<Identity> cause = new ArrayList<>();
        for (int i = 0; i < state.heard().size(); i++) {
            Heard heard = state.heard().get(i);
            if (staleAt(heard) == due) {
                after = after.withHeard(i, heard.grownStale());
                cause.add(heard.by());
            }
        }
        return refreshed(state, spoken(after, due).seenTo(due), due, cause);
    }

    /**
     * What differs from what was told.
     *
     * @param from what the layers say of earlier times is as before
     */
    private Step<StateMemory> refreshed(StateMemory before, StateMemory changed, long from, List<Identity> cause) {
        long boundary = changed.layers().overwrites().firstAfter(before.seen());
        if (changed.layers().equals(before.layers()) && boundary > changed.seen()) {
            return Step.of(changed);
        }
        StateMemory after = closed(before, changed, from);
        Layers layers = after.layers();
        long start = Math.max(Resolution.reach(layers, before.told(), Math.min(from, boundary)), before.keptFrom());
        Timeline<Stretch> told = before.told();
        List<Timeline.Entry<Stretch>> now = Resolution.resolve(
                layers, start == Timeline.NEVER ? null : told.at(start - 1), start, after.seen(), times.microstop());
        Telling telling = new Telling(topics, told, start, after.withdrawn(), cause);
        telling.tell(now);
        return new Step<>(
                after.withTold(telling.told(), telling.withdrawn()).trimmed(times.remember()), telling.outputs());
    }

    /** What a person said without an end ends when the machine begins something else. */
    private static StateMemory closed(StateMemory before, StateMemory changed, long from) {
        if (changed.openSince() == Timeline.NEVER || from <= changed.openSince()) {
            return changed;
        }
        if (Objects.equals(
                state(before.layers().machineAt(before.seen())),
                state(changed.layers().machineAt(changed.seen())))) {
            return changed;
        }
        Timeline<Ruling> ended = changed.layers()
                .overwrites()
                .change(from, Timeline.FOREVER, said -> said != null && said.open() ? null : said);
        return changed.withLayers(changed.layers().withOverwrites(ended)).openSince(Timeline.NEVER);
    }

    private static @Nullable MachineState state(@Nullable Label label) {
        return label == null ? null : label.state();
    }

    @Override
    public @Nullable Content recall(StateMemory state, Identity identity) {
        long time = identity.timestampMicros();
        Stretch stretch = state.told().startAt(time) == time ? state.told().at(time) : null;
        return stretch == null ? null : topics.content(identity.topic(), time, stretch);
    }
}
