package io.millrace.process.route;

import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import org.jspecify.annotations.Nullable;

/**
 * Tells on another topic what fits all conditions. Conditions on the value judge what can be trusted; a Bad sample
 * passes them, because whoever reads on must learn that nothing is known. Thread-safe.
 */
final class Filter implements Processor<Passed> {

    private final Destination destination;
    private final FilterOptions options;
    private final Range range;
    private final long minIntervalMicros;

    Filter(Destination destination, FilterOptions options) {
        this.destination = destination;
        this.options = options;
        this.range = new Range(options.min(), options.max(), options.oneOf());
        this.minIntervalMicros =
                options.minInterval() == null ? 0 : options.minInterval().toNanos() / 1000;
    }

    @Override
    public Passed begin() {
        return Passed.NOTHING;
    }

    @Override
    public Step<Passed> apply(Passed last, Input input) {
        Quality quality = input.content() instanceof Content.Measured measured ? measured.quality() : Quality.GOOD;
        Value value = value(input);
        Passed next = Passed.of(input.timestampMicros(), value, quality);
        boolean fits = quality.isGood() || !options.goodOnly();
        if (fits && !quality.isBad() && value != null) {
            fits = range.fits(value);
        }
        if (!fits || (options.changed() && last.saysTheSameAs(next)) || isTooSoon(last, next)) {
            return Step.of(last);
        }
        return Step.of(next, Pass.on(destination.topic(input, ""), input, input.content()));
    }

    private boolean isTooSoon(Passed last, Passed next) {
        return !last.isNothing() && next.time() - last.time() < minIntervalMicros && last.isAsGoodAs(next);
    }

    private @Nullable Value value(Input input) {
        if (input.content() instanceof Content.Measured measured) {
            return measured.value();
        }
        if (!(input.content() instanceof Content.Happened event) || !options.judgesValues()) {
            return null;
        }
        if (options.field() == null) {
            throw Problem.of(
                            "input-wrong-type",
                            "'" + input.topic() + "' carries an event, and the filter judges a value.",
                            "Name the 'field' of the event that it is to judge.")
                    .asException();
        }
        Value value = EventFields.read(event.json()).get(options.field());
        if (value == null) {
            throw Problem.of(
                            "event-field-missing",
                            "The event on '" + input.topic() + "' has no field '" + options.field() + "'.",
                            "Send it, or correct 'field' of the filter.")
                    .asException();
        }
        return value;
    }

    @Override
    public StateCodec<Passed> codec() {
        return Passed.CODEC;
    }
}
