package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Problem;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.state.MachineStateOptions.Standard;
import io.millrace.process.state.MachineStateOptions.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind of processor that knows what a machine is doing. Thread-safe. */
public final class MachineStateKind implements Kind<MachineStateOptions> {

    private static final int NANOS_PER_MICRO = 1000;
    private static final String NO_ROLE = "";

    /** The topics of the options, each once, and the signals among them. */
    private static final class Inputs {
        private final Setting setting;
        private final Map<String, Source> byFilter = new LinkedHashMap<>();
        private final Map<String, Integer> signals = new LinkedHashMap<>();

        private Inputs(Setting setting) {
            this.setting = setting;
        }

        /** The role of a topic. */
        private String role(String key, String topic) {
            if (topic.contains("+") || topic.contains("#")) {
                throw new MistakeException(
                        key,
                        Problem.of(
                                "topic-illegal",
                                "'" + topic + "' names several topics.",
                                "Name one; 'at' may hold a + for several machines."));
            }
            Source source = setting.source(topic, key, topic);
            return byFilter.computeIfAbsent(source.filter(), filter -> source).role();
        }

        /** The number of the signal on a topic. */
        private int signal(String key, String topic) {
            String role = role(key, topic);
            signals.putIfAbsent(role, signals.size());
            return signals.get(role);
        }
    }

    @Override
    public String name() {
        return "machine-state";
    }

    @Override
    public String sentence() {
        return "Knows what a machine is doing: running, stopped and why, from its signals, its state word or its pieces.";
    }

    @Override
    public Class<MachineStateOptions> optionsType() {
        return MachineStateOptions.class;
    }

    @Override
    public Plan plan(MachineStateOptions options, Setting setting) {
        boolean others = options.word() != null || options.pieces() != null;
        if (options.otherwise() != null && others) {
            throw new MistakeException(
                    "otherwise",
                    Problem.of(
                            "value-refused",
                            "'otherwise' would hide what the state word or the pieces say where no rule fits.",
                            "Remove it."));
        }
        String add = "_analytics/" + options.output() + "/add";
        String tag = "_historian/" + options.output();
        List<String> writes = List.of(setting.writes("output", add), setting.writes("output", tag));
        Inputs inputs = new Inputs(setting);
        Signals signals = signals(options, others, inputs);
        String pieces = options.pieces() == null
                ? NO_ROLE
                : inputs.role("pieces.input", options.pieces().input());
        String reason = options.reason() == null
                ? NO_ROLE
                : inputs.role("reason.input", options.reason().input());
        String overwrite = inputs.role(
                "overwrite",
                options.overwrite() == null ? "_analytics/" + options.output() + "/overwrite" : options.overwrite());
        if (inputs.signals.containsKey(overwrite) || overwrite.equals(pieces) || overwrite.equals(reason)) {
            throw new MistakeException(
                    "overwrite",
                    Problem.of(
                            "value-refused",
                            "'" + overwrite + "' is an input of another kind already.",
                            "Give overwrites a topic of their own."));
        }
        MachineStateProcessor.Wiring wiring = new MachineStateProcessor.Wiring(
                Map.copyOf(inputs.signals),
                pieces,
                reason,
                options.reason() == null ? Map.of() : options.reason().texts(),
                overwrite);
        MachineStateProcessor.Times times = new MachineStateProcessor.Times(
                options.staleAfter() == null ? Timeline.FOREVER : micros(options.staleAfter()),
                options.pieces() == null
                        ? Timeline.FOREVER
                        : micros(options.pieces().stoppedAfter()),
                micros(options.microstop()),
                micros(options.remember()));
        return new Plan(
                List.copyOf(inputs.byFilter.values()),
                new Keying.ByPlace(setting.levels()),
                writes,
                place -> new MachineStateProcessor(
                        wiring, signals, times, new StateTopics(place.topic(add), place.topic(tag))));
    }

    private static Signals signals(MachineStateOptions options, boolean others, Inputs inputs) {
        List<Integer> ruleSignals = new ArrayList<>();
        for (int i = 0; i < options.rules().size(); i++) {
            ruleSignals.add(inputs.signal(
                    "rules[" + i + "].input", options.rules().get(i).input()));
        }
        Word word = options.word();
        int mode = word == null || word.mode() == null ? Signals.NONE : inputs.signal("word.mode", word.mode());
        int state = word == null ? Signals.NONE : inputs.signal("word.input", word.input());
        return new Signals(
                options.rules(),
                ruleSignals,
                mode,
                word == null ? StateWords.NONE : modes(word.standard()).with(word.modes()),
                state,
                word == null ? StateWords.NONE : words(word.standard()).with(word.words()),
                List.copyOf(inputs.signals.keySet()),
                others ? null : otherwise(options.otherwise()));
    }

    private static MachineState otherwise(@Nullable MachineState given) {
        return given == null ? MachineState.STOPPED : given;
    }

    private static StateWords words(Standard standard) {
        return switch (standard) {
            case PACKML -> StateWords.PACKML;
            case WEIHENSTEPHAN -> StateWords.WEIHENSTEPHAN;
            case OWN -> StateWords.NONE;
        };
    }

    private static StateWords modes(Standard standard) {
        return switch (standard) {
            case PACKML -> StateWords.PACKML_MODES;
            case WEIHENSTEPHAN -> StateWords.WEIHENSTEPHAN_PROGRAMS;
            case OWN -> StateWords.NONE;
        };
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / NANOS_PER_MICRO;
    }
}
