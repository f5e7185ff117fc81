package io.millrace.process.core;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a sample or an event says. */
public sealed interface Content {

    /**
     * A sample.
     *
     * @param value absent only when the quality is not Good
     */
    record Measured(@Nullable Value value, Quality quality) implements Content {

        private static final Measured YES = new Measured(Value.of(true), Quality.GOOD);
        private static final Measured NO = new Measured(Value.of(false), Quality.GOOD);

        public Measured {
            Objects.requireNonNull(quality);
            if (value == null && quality.isGood()) {
                throw new IllegalArgumentException("a Good sample without a value");
            }
        }
    }

    /**
     * A business event.
     *
     * @param json the payload, which is a JSON object with its timestamp
     */
    record Happened(String json) implements Content {
        public Happened {
            Objects.requireNonNull(json);
        }
    }

    /** What was said under this identity is no longer true, and nothing takes its place. */
    record Retracted() implements Content {}

    Content RETRACTED = new Retracted();

    static Content of(Value value) {
        return of(value, Quality.GOOD);
    }

    /**
     * A sample; one and the same object for all that say yes, and for all that say no: many are held, and light barriers say
     * nothing else.
     */
    static Content of(@Nullable Value value, Quality quality) {
        if (value instanceof Value.Bool bool && quality.equals(Quality.GOOD)) {
            return bool.value() ? Measured.YES : Measured.NO;
        }
        return new Measured(value, quality);
    }
}
