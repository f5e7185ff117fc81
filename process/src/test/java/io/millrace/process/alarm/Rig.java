package io.millrace.process.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.alarm.AlarmOptions.BadQuality;
import io.millrace.process.alarm.AlarmOptions.Limit;
import io.millrace.process.alarm.AlarmOptions.Rate;
import io.millrace.process.alarm.AlarmOptions.Suppression;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Step;
import io.millrace.process.expression.InputType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alarm on a rig: times are seconds, and each step goes through bytes and back. */
final class Rig {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Setting SETTING = new Setting("hot", NAMESPACE, "plant/kiln", ZoneId.of("Europe/Brussels"));
    static final String EVENTS = "umh/v1/plant/kiln/_analytics/alarm/hot";
    static final String TAG = "umh/v1/plant/kiln/_historian/alarm/hot/active";
    static final String INPUT = "_historian/temperature";
    private static final Place PLACE = new Place(NAMESPACE, "plant/kiln");
    private static final long SECOND = 1_000_000;
    /** 2026-11-21T00:00:00Z: second 0. */
    private static final long BEGIN = 1_795_219_200L * SECOND;

    private final AlarmProcessor processor;
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final List<Output> outputs = new ArrayList<>();
    private AlarmMemory state;

    Rig(AlarmOptions options) {
        Plan plan = new AlarmKind().plan(options, SETTING);
        processor = (AlarmProcessor) plan.rule().apply(PLACE);
        plan.sources()
                .forEach(source -> roles.put(source.filter().substring("umh/v1/plant/kiln/".length()), source.role()));
        state = processor.begin();
    }

    /** Options as a site file gives them, one after the other. */
    static final class Written {
        private String input = INPUT;
        private Map<String, String> inputs = Map.of();
        private Map<String, InputType> types = Map.of();
        private Limit high;
        private Limit low;
        private Rate rate;
        private List<String> is = List.of();
        private Duration silentFor;
        private String when;
        private int onDelay;
        private int offDelay;
        private BadQuality bad = BadQuality.KEEP;
        private String message;
        private boolean acknowledge = true;
        private boolean latching;
        private Suppression suppressedBy;
        private String name;
        private Integer number;

        Written high(double limit, double hysteresis) {
            high = new Limit(limit, hysteresis);
            return this;
        }

        Written low(double limit, double hysteresis) {
            low = new Limit(limit, hysteresis);
            return this;
        }

        Written rate(Double rise, Double fall, int over) {
            rate = new Rate(rise, fall, Duration.ofMinutes(1), Duration.ofSeconds(over), 0);
            return this;
        }

        Written is(String... words) {
            is = List.of(words);
            return this;
        }

        Written silentFor(int seconds) {
            silentFor = Duration.ofSeconds(seconds);
            return this;
        }

        Written when(Map<String, String> named, String expression) {
            input = named.isEmpty() ? INPUT : null;
            inputs = named;
            when = expression;
            return this;
        }

        Written types(Map<String, InputType> given) {
            types = given;
            return this;
        }

        Written input(String topic) {
            input = topic;
            return this;
        }

        Written delays(int on, int off) {
            onDelay = on;
            offDelay = off;
            return this;
        }

        Written badRaises() {
            bad = BadQuality.RAISE;
            return this;
        }

        Written message(String text) {
            message = text;
            return this;
        }

        Written withoutAcknowledgement() {
            acknowledge = false;
            return this;
        }

        Written latching() {
            latching = true;
            return this;
        }

        Written suppressedBy(String topic, String... words) {
            suppressedBy = new Suppression(topic, List.of(words));
            return this;
        }

        Written name(String given) {
            name = given;
            return this;
        }

        Written number(int given) {
            number = given;
            return this;
        }

        AlarmOptions options() {
            return new AlarmOptions(
                    input,
                    inputs,
                    types,
                    high,
                    low,
                    rate,
                    is,
                    silentFor,
                    when,
                    Duration.ofSeconds(onDelay),
                    Duration.ofSeconds(offDelay),
                    bad,
                    Severity.HIGH,
                    number,
                    message,
                    "burner",
                    acknowledge,
                    latching,
                    Duration.ofHours(8),
                    suppressedBy,
                    name);
        }

        Rig rig() {
            return new Rig(options());
        }
    }

    static Written alarm() {
        return new Written();
    }

    static long micros(double second) {
        return BEGIN + Math.round(second * SECOND);
    }

    AlarmProcessor processor() {
        return processor;
    }

    AlarmMemory state() {
        return state;
    }

    Input input(double second, String topic, Content content) {
        return Input.of(roles.get(topic), PLACE.topic(topic), micros(second), content);
    }

    static Content value(Object value) {
        if (value instanceof Boolean bool) {
            return Content.of(Value.of(bool));
        }
        if (value instanceof Integer whole) {
            return Content.of(Value.of((long) whole));
        }
        return Content.of(value instanceof Double real ? Value.of(real) : Value.of((String) value));
    }

    static Content bad() {
        return new Content.Measured(null, Quality.BAD_NO_COMMUNICATION);
    }

    static Content action(String more) {
        return new Content.Happened("{\"alarm\":\"hot\",\"user\":\"ann\"" + more + "}");
    }

    static Content shelving(double until) {
        return action(",\"until_ms\":" + micros(until) / 1000);
    }

    Rig say(double second, Object value) {
        return say(second, INPUT, value);
    }

    Rig say(double second, String topic, Object value) {
        return take(input(second, topic, value(value)));
    }

    Rig sayBad(double second) {
        return take(input(second, INPUT, bad()));
    }

    Rig act(double second, String action) {
        return act(second, action, action(",\"comment\":\"seen\""));
    }

    Rig act(double second, String action, Content content) {
        return take(input(second, "_analytics/alarm/" + action, content));
    }

    Rig take(Input input) {
        hear(processor.advance(state, input.timestampMicros()));
        hear(processor.apply(state, input));
        return this;
    }

    Rig pass(double second) {
        hear(processor.advance(state, micros(second)));
        return this;
    }

    private void hear(Step<AlarmMemory> step) {
        outputs.addAll(step.outputs());
        state = copy(step.state());
        assertThat(state).isEqualTo(step.state());
    }

    private AlarmMemory copy(AlarmMemory original) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            processor.codec().write(original, new DataOutputStream(bytes));
            return processor.codec().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What was told: {@code 10 raised B} with the second, the transition and the letter of the state. */
    List<String> told() {
        return outputs.stream()
                .filter(output -> output.topic().path().equals(EVENTS))
                .map(output -> text(output.timestampMicros(), fields(output.content())))
                .toList();
    }

    static String text(long micros, Map<String, Value> fields) {
        double second = (micros - BEGIN) / (double) SECOND;
        return Texts.of(second) + " " + Texts.of(fields.get("transition")) + " " + Texts.of(fields.get("letter"));
    }

    static Map<String, Value> fields(Content content) {
        return EventFields.read(((Content.Happened) content).json());
    }

    /** The last event with its fields. */
    Map<String, Value> last() {
        return outputs.stream()
                .filter(output -> output.topic().path().equals(EVENTS))
                .reduce((one, other) -> other)
                .map(output -> fields(output.content()))
                .orElseThrow();
    }

    /** The tag: {@code 10 true}. */
    List<String> tag() {
        return outputs.stream()
                .filter(output -> output.topic().path().equals(TAG))
                .map(output -> Texts.of((output.timestampMicros() - BEGIN) / (double) SECOND) + " "
                        + Texts.of(((Content.Measured) output.content()).value()))
                .toList();
    }

    List<Output> outputs() {
        return outputs;
    }
}
