package io.millrace.process.window;

import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import org.jspecify.annotations.Nullable;

/**
 * An input as a window takes it.
 *
 * @param mark null when it cannot be used, as its quality says
 * @param number its value as a number; null for text, and when it cannot be used
 */
record Reading(@Nullable Mark mark, @Nullable Value number) {

    private static final Reading UNUSABLE = new Reading(null, null);
    private static final Value CAME = Value.of(1L);
    private static final int MOST_TEXT = 1000;

    /**
     * What a window wants of its inputs.
     *
     * @param field of an event, whose value it takes; null for samples, and for events that it only counts
     * @param numbers whether it can only take numbers
     */
    record Wish(@Nullable String field, boolean numbers) {}

    /** @throws io.millrace.model.ProblemException when it is not what is wanted */
    static Reading of(Input input, Wish wish) {
        if (input.content() instanceof Content.Happened event) {
            return taken(input, eventValue(input, event, wish), Quality.GOOD, wish);
        }
        if (wish.field() != null) {
            throw Problem.of(
                            "input-wrong-type",
                            "'" + input.topic() + "' carries a sample, which has no field '" + wish.field() + "'.",
                            "Remove 'field' from the window, or name a topic of events as its input.")
                    .asException();
        }
        Value value = input.usable();
        return input.content() instanceof Content.Measured measured && value != null
                ? taken(input, value, measured.quality(), wish)
                : UNUSABLE;
    }

    private static Value eventValue(Input input, Content.Happened event, Wish wish) {
        if (wish.field() == null) {
            if (wish.numbers()) {
                throw Problem.of(
                                "input-wrong-type",
                                "'" + input.topic() + "' carries an event, and the window computes with numbers.",
                                "Name the 'field' of the event that holds the number, or count only.")
                        .asException();
            }
            return CAME;
        }
        Value value = EventFields.read(event.json()).get(wish.field());
        if (value == null) {
            throw Problem.of(
                            "event-field-missing",
                            "The event on '" + input.topic() + "' has no field '" + wish.field() + "'.",
                            "Send it, or correct 'field' of the window.")
                    .asException();
        }
        return value;
    }

    private static Reading taken(Input input, Value value, Quality quality, Wish wish) {
        Value number = Numbers.of(value);
        if (number == null && wish.numbers()) {
            throw Problem.of(
                            "value-no-number",
                            "'" + input.topic() + "' carries the text '" + shortened(value)
                                    + "', and the window computes with numbers.",
                            "Correct the device or the input, or use only count, first, last and duration.")
                    .asException();
        }
        if (value instanceof Value.Text text && text.value().length() > MOST_TEXT) {
            throw Problem.of(
                            "value-too-long",
                            "'" + input.topic() + "' carries a text of more than " + MOST_TEXT
                                    + " characters, which a window does not keep.",
                            "Shorten it where it arises.")
                    .asException();
        }
        String id = input.id();
        // only for telling what a result was made of
        String kept = id.length() <= MOST_TEXT ? id : "";
        return new Reading(new Mark(input.timestampMicros(), kept, value, quality), number);
    }

    private static String shortened(Value value) {
        String text = value instanceof Value.Text written ? written.value() : String.valueOf(value);
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
