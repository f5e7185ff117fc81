package io.millrace.process.expression;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Taken;
import io.millrace.process.core.Told;
import io.millrace.process.expression.ExpressionOptions.Join;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression at one place with what was heard of it. Times in seconds. */
final class Rig {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Setting SETTING = new Setting("efficiency", NAMESPACE, "works/line-1", ZoneId.of("Europe/Brussels"));
    static final String RESULT = "umh/v1/works/line-1/_historian/result";
    static final double SECOND = 1e6;

    final Processor<ExpressionState> processor;
    final Horizon<ExpressionState> horizon;
    final Told told = new Told();

    @SuppressWarnings("unchecked")
    Rig(Options options) {
        Plan plan = new ExpressionKind().plan(options.build(), SETTING);
        processor = (Processor<ExpressionState>) plan.rule().apply(new Place(NAMESPACE, "works/line-1"));
        horizon = new Horizon<>(processor, micros(3600), 10_000, Head.begin(processor), List.of());
    }

    /** Options with what a test does not speak of left at its default. */
    static final class Options {
        private final Map<String, String> inputs = new LinkedHashMap<>();
        private final Map<String, InputType> types = new LinkedHashMap<>();
        private final String expression;
        private Join join = Join.LAST;
        private @Nullable Duration staleAfter;
        private Duration tolerance = Duration.ZERO;
        private @Nullable String first;

        private Options(String expression) {
            this.expression = expression;
        }

        static Options of(String expression, String... names) {
            Options options = new Options(expression);
            for (String name : names) {
                options.inputs.put(name, "_historian/" + name);
            }
            return options;
        }

        Options type(String name, InputType type) {
            types.put(name, type);
            return this;
        }

        Options all(Duration within) {
            join = Join.ALL;
            tolerance = within;
            return this;
        }

        Options stale(Duration after) {
            staleAfter = after;
            return this;
        }

        Options first(String expressionOrValue) {
            first = expressionOrValue;
            return this;
        }

        ExpressionOptions build() {
            return new ExpressionOptions(
                    null, inputs, types, expression, "result", join, staleAfter, tolerance, first, Map.of());
        }
    }

    static long micros(double seconds) {
        return Math.round(seconds * SECOND);
    }

    static Input input(String name, double seconds, Content content) {
        return Input.of(name, NAMESPACE.parse("umh/v1/works/line-1/_historian/" + name), micros(seconds), content);
    }

    Taken take(Input input) {
        Taken taken = horizon.take(input, input.timestampMicros());
        told.hear(taken.emissions());
        return taken;
    }

    Taken take(String name, double seconds, double value) {
        return take(input(name, seconds, Content.of(Value.of(value))));
    }

    Taken bad(String name, double seconds, Quality quality) {
        return take(input(name, seconds, new Content.Measured(null, quality)));
    }

    void passTo(double seconds) {
        told.hear(horizon.advance(micros(seconds)));
    }

    /** What is true of a time; null when nothing was said of it. */
    @Nullable
    Content at(double seconds) {
        return told.truth().get(new Identity(RESULT, micros(seconds), ""));
    }

    /** The value of a time; null when there is none. */
    @Nullable
    Value valueAt(double seconds) {
        return at(seconds) instanceof Content.Measured measured ? measured.value() : null;
    }

    static Content bad(Quality quality) {
        return new Content.Measured(null, quality);
    }
}
