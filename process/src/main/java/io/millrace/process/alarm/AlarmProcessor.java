package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One alarm at one place. Where it has one input, a value is judged as it comes. Where it has several, those of one time
 * are judged together as soon as time has passed on, so that the new value of one never meets the old value of another.
 * Pure; thread-safe.
 */
final class AlarmProcessor implements Processor<AlarmMemory> {

    private final Watch watch;
    private final Rules rules;
    private final Terms terms;
    private final AlarmMemoryCodec codec;

    /**
     * How what is heard becomes an alarm.
     *
     * @param inputs their names, which are their roles
     * @param suppressing the role of the signal that suppresses by design; empty for none
     * @param words what it then says
     * @param onDelay microseconds
     * @param offDelay microseconds
     * @param badRaises whether what cannot be trusted is reason for an alarm
     */
    record Rules(
            List<String> inputs,
            String suppressing,
            List<String> words,
            long onDelay,
            long offDelay,
            boolean badRaises) {
        Rules {
            inputs = List.copyOf(inputs);
            words = List.copyOf(words);
        }

        boolean isOfOneInput() {
            return inputs.size() == 1 && suppressing.isEmpty();
        }
    }

    AlarmProcessor(Watch watch, Rules rules, Terms terms) {
        this.watch = watch;
        this.rules = rules;
        this.terms = terms;
        this.codec = new AlarmMemoryCodec(
                watch.getClass().getSimpleName() + " " + String.join(" ", rules.inputs()) + " " + rules.suppressing());
    }

    @Override
    public AlarmMemory begin() {
        return AlarmMemory.begin(rules.inputs().size() + (rules.suppressing().isEmpty() ? 0 : 1));
    }

    @Override
    public StateCodec<AlarmMemory> codec() {
        return codec;
    }

    @Override
    public Step<AlarmMemory> apply(AlarmMemory state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        Optional<Action.Kind> action = Action.Kind.ofWord(input.role());
        int index = index(input.role());
        if (index < 0 && action.isPresent()) {
            return acted(state, action.get(), input);
        }
        AlarmMemory heard = hear(state, index, input);
        return rules.isOfOneInput()
                ? switched(judged(heard, input.timestampMicros()), input.timestampMicros(), List.of())
                : Step.of(heard.unjudged(input.timestampMicros()));
    }

    private int index(String role) {
        int index = rules.inputs().indexOf(role);
        return index < 0 && role.equals(rules.suppressing()) && !role.isEmpty()
                ? rules.inputs().size()
                : index;
    }

    private AlarmMemory hear(AlarmMemory state, int index, Input input) {
        if (input.content() instanceof Content.Happened) {
            throw Problem.of(
                            "payload-wrong-type",
                            "'" + input.topic().path() + "' carries events, and an alarm watches tags.",
                            "Name a tag, as in _historian/temperature, or let another processor make one of the events.")
                    .asException();
        }
        Value usable = input.usable();
        Heard before = state.heard().get(index);
        if (usable == null) {
            return state.withHeard(index, before.grownBad());
        }
        boolean isInput = index < rules.inputs().size();
        Value value = isInput ? watch.accept(input.role(), usable) : usable;
        AlarmMemory after = state.withHeard(index, new Heard(value, input.identity(), false));
        return isInput && watch.reach() > 0
                ? after.withTrack(after.track().with(input.timestampMicros(), Watch.number(value), watch.reach()))
                : after;
    }

    private Step<AlarmMemory> acted(AlarmMemory state, Action.Kind kind, Input input) {
        if (!(input.content() instanceof Content.Happened event)) {
            throw Problem.of(
                            "payload-wrong-type",
                            "'" + input.topic().path()
                                    + "' carries a sample, and what is done to an alarm is an event.",
                            "Send {\"alarm\": \"" + terms.name() + "\", \"user\": \"...\"}.")
                    .asException();
        }
        return Action.read(kind, input, event.json(), terms.name(), terms.longestShelving())
                .map(action -> {
                    Life life = life(state, input.timestampMicros(), List.of());
                    life.act(action);
                    return new Step<>(life.memory(), life.outputs());
                })
                .orElse(Step.of(state));
    }

    /** Whether there is reason for an alarm, by all that was heard up to a time. */
    private AlarmMemory judged(AlarmMemory state, long time) {
        boolean bad = state.heard().subList(0, rules.inputs().size()).stream().anyMatch(Heard::bad);
        Optional<Watch.Finding> finding = bad && rules.badRaises()
                ? Optional.of(new Watch.Finding(true, null))
                : watch.judge(state, time, state.exceeded());
        return finding.map(found -> state.found(found, time)).orElse(state);
    }

    /** What follows when the delay is over, if it is. */
    private Step<AlarmMemory> switched(AlarmMemory state, long time, List<Identity> cause) {
        Life life = life(state, time, cause);
        if (switchDue(state) == time) {
            life.active(state.exceeded());
        }
        return new Step<>(life.memory(), life.outputs());
    }

    @Override
    public Step<AlarmMemory> advance(AlarmMemory state, long toMicros) {
        AlarmMemory now = state;
        List<Output> outputs = new ArrayList<>();
        for (long due = due(now); due < toMicros; due = due(now)) {
            Step<AlarmMemory> step = passed(now, due);
            outputs.addAll(step.outputs());
            now = step.state();
        }
        return new Step<>(now, outputs);
    }

    @Override
    public long nextTime(AlarmMemory state) {
        long due = due(state);
        return due == AlarmMemory.NEVER ? NEVER : due + 1;
    }

    /** Up to and including which time nothing follows from nothing having come. */
    private long due(AlarmMemory state) {
        return Math.min(
                Math.min(state.unjudged(), silentAt(state)),
                Math.min(switchDue(state), state.aside().shelvedUntil()));
    }

    private long silentAt(AlarmMemory state) {
        Heard heard = state.heard().get(0);
        return watch.silence() == AlarmMemory.NEVER || heard.isNothing() || state.exceeded()
                ? AlarmMemory.NEVER
                : heard.at() + watch.silence();
    }

    private long switchDue(AlarmMemory state) {
        return state.exceeded() == state.standing().active()
                ? AlarmMemory.NEVER
                : state.since() + (state.exceeded() ? rules.onDelay() : rules.offDelay());
    }

    private Step<AlarmMemory> passed(AlarmMemory state, long due) {
        List<Identity> cause = cause(state);
        if (state.unjudged() == due) {
            return together(judged(state.unjudged(AlarmMemory.NEVER), due), due, cause);
        }
        if (silentAt(state) == due) {
            return switched(judged(state, due), due, cause);
        }
        if (switchDue(state) == due) {
            return switched(state, due, cause);
        }
        Life life = life(state, due, List.of());
        life.shelvingEnds();
        return new Step<>(life.memory(), life.outputs());
    }

    /** Inputs of one time: suppression that begins goes before what it suppresses, one that ends after. */
    private Step<AlarmMemory> together(AlarmMemory state, long time, List<Identity> cause) {
        boolean suppressed = isSuppressedBySignal(state);
        Life life = life(state, time, cause);
        if (suppressed) {
            life.suppressedBySignal(true);
        }
        if (switchDue(state) == time) {
            life.active(state.exceeded());
        }
        if (!suppressed) {
            life.suppressedBySignal(false);
        }
        return new Step<>(life.memory(), life.outputs());
    }

    private boolean isSuppressedBySignal(AlarmMemory state) {
        if (rules.suppressing().isEmpty()) {
            return false;
        }
        Value value = state.heard().get(rules.inputs().size()).value();
        return value != null && WordWatch.isOneOf(rules.words(), value);
    }

    /** The inputs, the newest first. */
    private static List<Identity> cause(AlarmMemory state) {
        return state.heard().stream()
                .filter(heard -> !heard.isNothing())
                .map(Heard::by)
                .sorted((one, other) -> other.compareTo(one))
                .toList();
    }

    private Life life(AlarmMemory state, long time, List<Identity> cause) {
        return new Life(terms, state, time, severity -> message(state, severity), cause);
    }

    private String message(AlarmMemory state, String severity) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < rules.inputs().size(); i++) {
            values.put(rules.inputs().get(i), Texts.of(state.heard().get(i).value()));
        }
        values.put("alarm", terms.name());
        values.put("location", terms.location());
        values.put("value", Texts.of(state.value()));
        values.put("limit", Texts.of(terms.limit()));
        values.put("severity", severity);
        values.put("group", terms.group());
        return terms.message().with(values);
    }

    @Override
    public @Nullable Content recall(AlarmMemory state, Identity identity) {
        boolean tag = identity.topic().equals(terms.tag().path())
                && identity.timestampMicros() == state.told().activeTime();
        return tag ? Content.of(Value.of(Objects.requireNonNull(state.told().active()))) : null;
    }
}
