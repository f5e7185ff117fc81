package io.millrace.process.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MachineState;
import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A machine on a bench: times are seconds, and what is told is heard as a database would hear it. */
final class Bench {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Setting SETTING = new Setting("line-state", NAMESPACE, "plant/line", ZoneId.of("Europe/Brussels"));
    private static final Place PLACE = new Place(NAMESPACE, "plant/line");
    private static final long SECOND = 1_000_000;
    /** Greater memories are not copied at every step. */
    private static final int SMALL = 100;
    /** 2026-11-21T00:00:00Z: second 0. */
    private static final long BEGIN = 1_795_219_200L * SECOND;

    private final MachineStateProcessor processor;
    private final Map<Long, String> events = new TreeMap<>();
    private final Map<Long, String> tags = new TreeMap<>();
    private final Map<Long, Integer> tellings = new HashMap<>();
    private StateMemory state;
    private int steps;

    Bench(MachineStateOptions options) {
        processor = processor(options);
        state = processor.begin();
    }

    static MachineStateProcessor processor(MachineStateOptions options) {
        Plan plan = new MachineStateKind().plan(options, SETTING);
        return (MachineStateProcessor) plan.rule().apply(PLACE);
    }

    /** Options with the usual values. */
    static MachineStateOptions options(
            List<StateRule> rules, MachineStateOptions.Word word, MachineStateOptions.Pieces pieces) {
        return options(rules, word, pieces, null, null);
    }

    static MachineStateOptions options(
            List<StateRule> rules,
            MachineStateOptions.Word word,
            MachineStateOptions.Pieces pieces,
            MachineStateOptions.Reason reason,
            Duration staleAfter) {
        return new MachineStateOptions(
                rules,
                word,
                pieces,
                null,
                reason,
                staleAfter,
                Duration.ofMinutes(5),
                Duration.ofDays(2),
                "state",
                null);
    }

    static StateRule rule(String from, String is, MachineState state) {
        return new StateRule(from, is, null, null, null, state, "");
    }

    static MachineStateOptions.Pieces pieces() {
        return new MachineStateOptions.Pieces("_historian/total", Duration.ofMinutes(2));
    }

    static long micros(long second) {
        return BEGIN + second * SECOND;
    }

    static long millis(long second) {
        return micros(second) / 1000;
    }

    static Input input(long second, String topic, Content content) {
        return Input.of(topic, PLACE.topic(topic), micros(second), content);
    }

    Bench say(long second, String topic, Object value) {
        return take(input(second, topic, Content.of(value(value))));
    }

    static Value value(Object value) {
        if (value instanceof Boolean bool) {
            return Value.of(bool);
        }
        if (value instanceof Integer whole) {
            return Value.of((long) whole);
        }
        return value instanceof Double real ? Value.of(real) : Value.of((String) value);
    }

    Bench bad(long second, String topic) {
        return take(input(second, topic, new Content.Measured(null, Quality.BAD_NO_COMMUNICATION)));
    }

    Bench event(long second, String topic, String json) {
        return take(input(second, topic, new Content.Happened(json)));
    }

    /** @param end null for none */
    static Content overwrite(long start, Long end, String fields) {
        String until = end == null ? "" : ",\"end_time_unix_ms\":" + millis(end);
        return new Content.Happened("{\"start_time_unix_ms\":" + millis(start) + until + "," + fields + "}");
    }

    Bench overwrite(long second, long start, Long end, String fields) {
        return take(input(second, "_analytics/state/overwrite", overwrite(start, end, fields)));
    }

    Bench take(Input input) {
        hear(processor.advance(state, input.timestampMicros()));
        hear(processor.apply(state, input));
        return this;
    }

    Bench pass(long second) {
        hear(processor.advance(state, micros(second)));
        return this;
    }

    StateMemory state() {
        return state;
    }

    MachineStateProcessor processor() {
        return processor;
    }

    int tellings() {
        return tellings.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void hear(Step<StateMemory> step) {
        state = step.state();
        assertThat(step.outputs().size() % 2).isZero();
        for (Output output : step.outputs()) {
            boolean event = output.topic().path().equals("umh/v1/plant/line/_analytics/state/add");
            assertThat(output.corrects())
                    .as("whether something was told of this time: %s", output)
                    .isEqualTo(tellings.getOrDefault(output.timestampMicros(), 0) > (event ? 0 : 1));
            Map<Long, String> told = event ? events : tags;
            if (output.content() instanceof Content.Happened happened) {
                told.put(output.timestampMicros(), happened.json());
            } else if (output.content() instanceof Content.Measured measured) {
                assertThat(output.topic().path()).isEqualTo("umh/v1/plant/line/_historian/state");
                told.put(output.timestampMicros(), Signals.text(measured.value()));
            } else {
                assertThat(told.remove(output.timestampMicros())).isNotNull();
            }
            tellings.merge(output.timestampMicros(), 1, Integer::sum);
        }
        if (state.told().size() < SMALL || ++steps % SMALL == 0) {
            assertThat(copy(state)).isEqualTo(state);
        }
    }

    private StateMemory copy(StateMemory original) {
        StateCodec<StateMemory> codec = processor.codec();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            codec.write(original, new DataOutputStream(bytes));
            return codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What was told and is true: {@code 60 stopped(jam)*} with the second, the reason and a star for a microstop. */
    List<String> told() {
        assertThat(tags.keySet()).isEqualTo(events.keySet());
        return texts(events);
    }

    static List<String> texts(Map<Long, String> events) {
        List<String> texts = new ArrayList<>();
        events.forEach((time, json) -> {
            Map<String, Value> fields = EventFields.read(json);
            String reason = Signals.text(fields.get("reason"));
            texts.add((time - BEGIN) / SECOND + " " + Signals.text(fields.get("state"))
                    + (reason.isEmpty() ? "" : "(" + reason + ")")
                    + (fields.get("microstop").equals(Value.of(true)) ? "*" : ""));
        });
        return texts;
    }

    /** Codes of what was told, in the order of their times. */
    List<Long> codes() {
        return events.values().stream()
                .map(json -> ((Value.Whole) EventFields.read(json).get("code")).value())
                .collect(Collectors.toList());
    }

    Map<Long, String> events() {
        return events;
    }

    Map<Long, String> tags() {
        return tags;
    }
}
