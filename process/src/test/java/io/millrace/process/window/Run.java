package io.millrace.process.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window at one place, fed as a host does: time is advanced before each input. At every step its state goes through
 * bytes and back, and time passes once at once and once in two steps, which must come to the same.
 */
final class Run {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final String LOCATION = "limeworks/liege/kiln-1";
    static final ZoneId ZONE = ZoneId.of("Europe/Brussels");

    private static final int MANY = 100;

    private final Topic input;
    private final Processor<WindowState> processor;
    private final List<Output> outputs = new ArrayList<>();
    private WindowState state;
    private long now = Long.MIN_VALUE;

    Run(WindowOptions options) {
        this(options, ZONE);
    }

    Run(WindowOptions options, ZoneId zone) {
        processor = processor(options, zone);
        input = NAMESPACE.parse("umh/v1/" + LOCATION + "/" + options.input());
        state = processor.begin();
    }

    @SuppressWarnings("unchecked")
    static Processor<WindowState> processor(WindowOptions options, ZoneId zone) {
        Plan plan = new WindowKind().plan(options, new Setting("hourly", NAMESPACE, LOCATION, zone));
        return (Processor<WindowState>) plan.rule().apply(new Place(NAMESPACE, LOCATION));
    }

    /** Options of a window over a temperature. */
    static WindowOptions window(
            @Nullable Duration length, @Nullable Duration every, @Nullable Duration hold, String... aggregates) {
        return new WindowOptions(
                "_historian/temperature",
                null,
                length,
                every,
                null,
                null,
                Duration.ZERO,
                List.of(aggregates),
                WindowOptions.Per.SECOND,
                hold,
                "t");
    }

    static WindowOptions session(Duration gap, @Nullable Duration longest, String... aggregates) {
        return new WindowOptions(
                "_historian/temperature",
                null,
                null,
                null,
                gap,
                longest,
                Duration.ZERO,
                List.of(aggregates),
                WindowOptions.Per.SECOND,
                null,
                "t");
    }

    static long at(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }

    Run good(long time, double value) {
        return give(time, Content.of(Value.of(value)));
    }

    Run whole(long time, long value) {
        return give(time, Content.of(Value.of(value)));
    }

    Run bad(long time) {
        return give(time, new Content.Measured(null, Quality.BAD_NO_COMMUNICATION));
    }

    Run give(long time, Content content) {
        return give(Input.of("input", input, time, content));
    }

    Run give(Input one) {
        pass(one.timestampMicros());
        Step<WindowState> step = processor.apply(state, one);
        assertThat(step.outputs()).isEmpty();
        state = throughBytes(step.state());
        return this;
    }

    Run pass(long time) {
        Step<WindowState> atOnce = processor.advance(state, time);
        long middle = now == Long.MIN_VALUE ? time - 1 : now + (time - now) / 2;
        Step<WindowState> first = processor.advance(state, middle);
        Step<WindowState> second = processor.advance(first.state(), time);
        List<Output> inTwo = new ArrayList<>(first.outputs());
        inTwo.addAll(second.outputs());
        assertThat(inTwo).as("advance in two steps").isEqualTo(atOnce.outputs());
        assertThat(second.state()).as("advance in two steps").isEqualTo(atOnce.state());
        if (!atOnce.outputs().isEmpty()) {
            assertThat(processor.nextTime(state)).isLessThanOrEqualTo(time);
        }
        outputs.addAll(atOnce.outputs());
        state = throughBytes(atOnce.state());
        now = time;
        return this;
    }

    private WindowState throughBytes(WindowState before) {
        Pane current = before.current();
        if (current != null && current.spread().size() > MANY && current.count() % MANY != 0) {
            return before; // large ones only now and then
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            processor.codec().write(before, new DataOutputStream(bytes));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            WindowState after = processor.codec().read(in);
            assertThat(after).as("state through bytes").isEqualTo(before);
            assertThat(in.available()).isZero();
            return after;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    WindowState state() {
        return state;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** What was told as an aggregate, as {@code time value quality}. */
    List<String> told(String aggregate) {
        String path = "umh/v1/" + LOCATION + "/_historian/t/" + aggregate;
        return outputs.stream()
                .filter(output -> output.topic().path().equals(path))
                .map(output -> Instant.ofEpochMilli(output.timestampMicros() / 1000) + " " + text(output.content()))
                .toList();
    }

    static String text(Content content) {
        Content.Measured measured = (Content.Measured) content;
        Value value = measured.value();
        String text = "-";
        if (value instanceof Value.Whole whole) {
            text = String.valueOf(whole.value());
        } else if (value instanceof Value.Real real) {
            text = String.valueOf(real.value());
        } else if (value instanceof Value.Bool bool) {
            text = String.valueOf(bool.value());
        } else if (value instanceof Value.Text written) {
            text = "'" + written.value() + "'";
        }
        return text + " " + measured.quality();
    }
}
