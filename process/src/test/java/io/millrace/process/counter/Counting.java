package io.millrace.process.counter;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.counter.CounterOptions.Edge;
import io.millrace.process.counter.CounterOptions.OnReset;
import io.millrace.process.counter.CounterOptions.Passages;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterOptions.Pulses;
import io.millrace.process.counter.CounterOptions.Running;
import io.millrace.process.counter.CounterOptions.Scrap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A counter at plant/line-1 in Brussels, to which a test sends what it likes; restarted between any two steps. */
final class Counting {

    static final String TAG = "_historian/counter";
    static final String REJECTS = "_historian/rejects";
    static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    static final List<Period> ALL = List.of(Period.HOUR, Period.SHIFT, Period.DAY);
    static final List<String> THREE_SHIFTS = List.of("06:00", "14:00", "22:00");
    static final String BELOW = "umh/v1/plant/line-1/";

    private final Processor<CounterState> processor;
    private final List<Output> outputs = new ArrayList<>();
    private CounterState state;

    Counting(CounterOptions options) {
        this.processor = processor(options);
        this.state = processor.begin();
    }

    @SuppressWarnings("unchecked")
    static Processor<CounterState> processor(CounterOptions options) {
        Namespace namespace = new Namespace("umh/v1");
        return (Processor<CounterState>) new CounterKind()
                .plan(options, new Setting("pieces", namespace, "plant/+", BRUSSELS))
                .rule()
                .apply(new Place(namespace, "plant/line-1"));
    }

    static CounterOptions pulses(@Nullable Scrap scrap, Period... totals) {
        return options(new Pulses(TAG, Edge.RISING), null, null, scrap, totals);
    }

    static CounterOptions running(@Nullable Long wrapsAt, long largestStep, Period... totals) {
        return options(null, new Running(TAG, wrapsAt, largestStep, OnReset.COUNT), null, null, totals);
    }

    static CounterOptions passages(@Nullable Duration shortest, @Nullable Duration longest) {
        return options(null, null, new Passages(TAG, 80, 120, shortest, longest), null);
    }

    static CounterOptions options(
            @Nullable Pulses pulses,
            @Nullable Running running,
            @Nullable Passages passages,
            @Nullable Scrap scrap,
            Period... totals) {
        return new CounterOptions(pulses, running, passages, scrap, "pieces", List.of(totals), THREE_SHIFTS, null);
    }

    static Scrap rejects(boolean included) {
        return new Scrap(new Pulses(REJECTS, Edge.RISING), null, included);
    }

    static long micros(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    static Input sample(String role, String tag, long micros, Value value) {
        return input(role, tag, micros, "", Content.of(value));
    }

    static Input input(String role, String tag, long micros, String id, Content content) {
        var topic = new Namespace("umh/v1").parse(BELOW + tag);
        return new Input(role, topic, micros, id, 0, content);
    }

    Counting count(String time, long value) {
        return send(sample("pieces", TAG, micros(time), Value.of(value)));
    }

    Counting count(String time, Value value) {
        return send(sample("pieces", TAG, micros(time), value));
    }

    Counting scrap(String time, long value) {
        return send(sample("scrap", REJECTS, micros(time), Value.of(value)));
    }

    Counting bad(String time) {
        return send(input("pieces", TAG, micros(time), "", new Content.Measured(null, Quality.BAD_NO_COMMUNICATION)));
    }

    Counting event(String time, String id, long count, long scrap) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("count", Value.of(count));
        fields.put("scrap", Value.of(scrap));
        return send(input("pieces", "_analytics/count", micros(time), id, EventFields.write(micros(time), id, fields)));
    }

    Counting send(Input input) {
        take(processor.advance(state, input.timestampMicros()));
        take(processor.apply(state, input));
        return this;
    }

    Counting until(String time) {
        return until(micros(time));
    }

    Counting until(long micros) {
        take(processor.advance(state, micros));
        return this;
    }

    private void take(Step<CounterState> step) {
        outputs.addAll(step.outputs());
        state = again(processor.codec(), step.state());
    }

    static <S> S again(StateCodec<S> codec, S state) {
        return read(codec, bytes(codec, state));
    }

    static <S> byte[] bytes(StateCodec<S> codec, S state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            codec.write(state, new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static <S> S read(StateCodec<S> codec, byte[] bytes) {
        try {
            return codec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    CounterState state() {
        return state;
    }

    long nextTime() {
        return processor.nextTime(state);
    }

    List<Output> outputs() {
        return outputs;
    }

    /** What was told on a topic, as {@code time value}. */
    List<String> told(String below) {
        return outputs.stream()
                .filter(output -> output.topic().path().equals(BELOW + below))
                .map(output -> Instant.EPOCH.plusNanos(output.timestampMicros() * 1000) + " " + text(output.content()))
                .toList();
    }

    /** The values or payloads told on a topic. */
    List<String> values(String below) {
        return told(below).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private static String text(Content content) {
        if (content instanceof Content.Measured measured && measured.value() instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        return content instanceof Content.Happened happened ? happened.json() : content.toString();
    }
}
