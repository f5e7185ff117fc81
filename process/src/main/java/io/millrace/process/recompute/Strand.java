package io.millrace.process.recompute;

import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.core.Content;
import io.millrace.process.core.Guarded;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One instance of a processor over the inputs of a span. Used by one thread. */
final class Strand<S> {

    private final Processor<S> rule;
    private final Span span;
    private final Function<String, @Nullable Content> standing;
    private final Consumer<Told> told;
    private S state;
    private boolean within;
    private boolean open;

    private Strand(Processor<S> rule, Span span, Function<String, @Nullable Content> standing, Consumer<Told> told) {
        this.rule = rule;
        this.span = span;
        this.standing = standing;
        this.told = told;
        this.state = rule.begin();
    }

    static Strand<?> begin(
            Definition definition,
            Address address,
            Span span,
            Function<String, @Nullable Content> standing,
            Consumer<Told> told) {
        return of(new Guarded<>(definition.plan().rule().apply(address.place())), span, standing, told);
    }

    private static <S> Strand<S> of(
            Processor<S> rule, Span span, Function<String, @Nullable Content> standing, Consumer<Told> told) {
        return new Strand<>(rule, span, standing, told);
    }

    /** @throws io.millrace.model.ProblemException when the input cannot be used: then it is as if it had never come */
    void take(Input input) {
        long time = input.timestampMicros();
        cross(time);
        Step<S> passed = rule.advance(state, time);
        Step<S> applied = rule.apply(passed.state(), input);
        tell(passed.outputs());
        tell(applied.outputs());
        state = applied.state();
    }

    /** Time may pass in steps of any size, so it is let pass to where the span begins, and to where it becomes open. */
    private void cross(long time) {
        if (!within && time >= span.fromMicros()) {
            pass(span.fromMicros());
            state = rule.continued(state, standing);
            within = true;
        }
        if (!open && time > span.settledMicros()) {
            pass(span.settledMicros());
            open = true;
        }
    }

    private void pass(long toMicros) {
        Step<S> step = rule.advance(state, toMicros);
        state = step.state();
        tell(step.outputs());
    }

    private void tell(List<Output> outputs) {
        for (Output output : outputs) {
            if (span.compares(output.timestampMicros())) {
                told.accept(new Told(output.identity(), output.content(), open));
            }
        }
    }

    void finish() {
        cross(span.endMicros());
        pass(span.endMicros());
    }
}
