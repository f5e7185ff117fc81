package io.millrace.process.enrich;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.KeySource;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an input carries its key: {@code field order}, {@code segment 4}, or {@code value}. Immutable. */
sealed interface KeyPlace extends KeySource {

    /** A longer key is none. */
    int MAX_KEY = 256;

    Pattern FORM =
            Pattern.compile("\\s*(?:(?<value>value)|field\\s+(?<field>\\S+)|segment\\s+(?<segment>-?\\d{1,3}))\\s*");

    /** A field of an event; of a nested one with dots. */
    record Field(String name) implements KeyPlace {
        @Override
        public Optional<String> keyOf(Input input) {
            if (!(input.content() instanceof Content.Happened happened)) {
                return Optional.empty();
            }
            try {
                return asKey(EventFields.read(happened.json()).get(name));
            } catch (ProblemException noObject) {
                return Optional.empty();
            }
        }
    }

    /**
     * A segment of the topic below the root.
     *
     * @param number from 1 on; from -1 on counted from the end
     */
    record Segment(int number) implements KeyPlace {
        @Override
        public Optional<String> keyOf(Input input) {
            Topic topic = input.topic();
            String[] segments = (topic.location() + "/" + topic.contract() + "/" + topic.name()).split("/", -1);
            int index = number > 0 ? number - 1 : segments.length + number;
            return index >= 0 && index < segments.length ? Optional.of(segments[index]) : Optional.empty();
        }
    }

    /** The value of a sample. */
    record OfSample() implements KeyPlace {
        @Override
        public Optional<String> keyOf(Input input) {
            return asKey(input.usable());
        }
    }

    /**
     * Reads what a person writes.
     *
     * @throws ProblemException when it names no place
     */
    static KeyPlace parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            if (form.group("field") != null) {
                return new Field(form.group("field"));
            }
            int segment = form.group("segment") == null ? 0 : Integer.parseInt(form.group("segment"));
            if (segment != 0) {
                return new Segment(segment);
            }
            if (form.group("value") != null) {
                return new OfSample();
            }
        }
        throw Problem.of(
                        "key-illegal",
                        "'" + text + "' names no place of a key.",
                        "Write field NAME, segment NUMBER (1 is the first below the root, -1 the last), or value.")
                .asException();
    }

    /** The same key whether it came as 42, 42.0 or '42'. */
    private static Optional<String> asKey(@Nullable Value value) {
        String key = null;
        if (value instanceof Value.Text text) {
            key = text.value();
        } else if (value instanceof Value.Whole whole) {
            key = Long.toString(whole.value());
        } else if (value instanceof Value.Bool bool) {
            key = Boolean.toString(bool.value());
        } else if (value instanceof Value.Real real) {
            boolean whole = real.value() == Math.rint(real.value()) && Math.abs(real.value()) < 1L << 53;
            key = whole ? Long.toString((long) real.value()) : Double.toString(real.value());
        }
        return Optional.ofNullable(key).filter(text -> !text.isEmpty() && text.length() <= MAX_KEY);
    }
}
