package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the signals of a machine mean: the rules in their order, then its mode, then its state word. A signal that was
 * never heard of fits no rule; one that was lost makes the state unknown where it would have had a say.
 *
 * @param rules the first that fits wins
 * @param ruleSignals for each rule the number of its signal
 * @param modeSignal the number of the signal that is the mode or program, or {@link #NONE}
 * @param wordSignal the number of the signal that is the state word, or {@link #NONE}
 * @param names of the signals
 * @param otherwise what holds when signals were heard of, and none says anything; nothing where another layer may speak
 */
record Signals(
        List<StateRule> rules,
        List<Integer> ruleSignals,
        int modeSignal,
        StateWords modes,
        int wordSignal,
        StateWords words,
        List<String> names,
        @Nullable MachineState otherwise) {

    /** No signal. */
    static final int NONE = -1;

    Signals {
        rules = List.copyOf(rules);
        ruleSignals = List.copyOf(ruleSignals);
        names = List.copyOf(names);
    }

    /**
     * Whether a value can be used at all.
     *
     * @throws io.millrace.model.ProblemException when a rule cannot compare it
     */
    void check(int signal, Value value) {
        for (int i = 0; i < rules.size(); i++) {
            if (ruleSignals.get(i) == signal) {
                rules.get(i).check(value);
            }
        }
    }

    /** What they mean together; null when they say nothing. */
    @Nullable
    Label meaning(List<Heard> heard) {
        boolean any = false;
        for (int i = 0; i < rules.size(); i++) {
            int signal = ruleSignals.get(i);
            Heard last = heard.get(signal);
            if (last.isLost()) {
                return lost(signal);
            }
            any |= !last.isNothing();
            if (last.value() != null && rules.get(i).fits(last.value())) {
                return Label.of(rules.get(i).state(), rules.get(i).reason());
            }
        }
        Label worded = worded(heard);
        return worded == null && any && otherwise != null ? Label.of(otherwise, "") : worded;
    }

    private @Nullable Label worded(List<Heard> heard) {
        if (modeSignal != NONE) {
            Heard mode = heard.get(modeSignal);
            if (mode.isLost()) {
                return lost(modeSignal);
            }
            Optional<Label> label = mode.value() == null ? Optional.empty() : modes.meaning(mode.value());
            if (label.isPresent()) {
                return label.get();
            }
        }
        if (wordSignal == NONE) {
            return null;
        }
        Heard word = heard.get(wordSignal);
        if (word.isLost()) {
            return lost(wordSignal);
        }
        return word.value() == null
                ? null
                : words.meaning(word.value())
                        .orElseGet(() -> Label.of(MachineState.UNKNOWN, "state word " + text(word.value())));
    }

    private Label lost(int signal) {
        return Label.of(MachineState.UNKNOWN, "no signal: " + names.get(signal));
    }

    /** A value as a reason. */
    static String text(@Nullable Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Value.Real real) {
            return Double.toString(real.value());
        }
        return value instanceof Value.Bool bool ? Boolean.toString(bool.value()) : "";
    }
}
