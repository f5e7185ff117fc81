package io.millrace.process.state;

import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether pieces are made: a piece means running; none for long enough means stopped, since the last one.
 *
 * @param last the value before, of a running total or a light barrier
 * @param since when silence began: the last piece, or when watching began
 * @param by what it began with
 * @param waiting whether a silence of that length would still be news
 */
record PieceWatch(@Nullable Value last, long since, Identity by, boolean waiting) {

    static final PieceWatch NOTHING = new PieceWatch(null, Timeline.NEVER, new Identity("", Timeline.NEVER, ""), false);

    /** What an input says. */
    enum Finding {
        PIECE,
        NO_PIECE,
        /** Nobody knows any more whether pieces are made. */
        LOST
    }

    /**
     * What an input says about pieces.
     *
     * @throws io.millrace.model.ProblemException when it says nothing about any
     */
    Finding findingOf(Input input) {
        if (input.content() instanceof Content.Happened happened) {
            return counted(input, happened);
        }
        Value value = input.usable();
        if (value == null) {
            return Finding.LOST;
        }
        if (value instanceof Value.Text) {
            throw Problem.of(
                            "value-wrong-type",
                            "'" + input.topic().path() + "' says a text; pieces are seen by a running total, a light"
                                    + " barrier or count events.",
                            "Name the tag of a counter under pieces.")
                    .asException();
        }
        boolean piece = value instanceof Value.Bool bool
                ? bool.value() && last instanceof Value.Bool before && !before.value()
                : last != null && !(last instanceof Value.Bool) && hasGrown(number(last), number(value));
        return piece ? Finding.PIECE : Finding.NO_PIECE;
    }

    /** A total that fell to zero was set back; one that fell, and is above zero, has begun anew and counted since. */
    private static boolean hasGrown(double before, double now) {
        return now > before || (now < before && now > 0);
    }

    private static double number(Value value) {
        return value instanceof Value.Whole whole ? whole.value() : ((Value.Real) value).value();
    }

    private static Finding counted(Input input, Content.Happened happened) {
        Map<String, Value> fields = EventFields.read(happened.json());
        double good = numberOf(fields.get("count"));
        double scrap = numberOf(fields.get("scrap"));
        if (Double.isNaN(good) && Double.isNaN(scrap)) {
            throw Problem.of(
                            "field-missing",
                            "The event on '" + input.topic().path() + "' has neither a count nor a scrap.",
                            "Send {\"timestamp_ms\":…, \"count\": 1, \"scrap\": 0}.")
                    .asException();
        }
        return good > 0 || scrap > 0 ? Finding.PIECE : Finding.NO_PIECE;
    }

    private static double numberOf(@Nullable Value value) {
        return value instanceof Value.Whole || value instanceof Value.Real ? number(value) : Double.NaN;
    }

    /** After an input. */
    PieceWatch after(Input input, Finding finding) {
        Value value = input.content() instanceof Content.Measured ? input.usable() : last;
        return switch (finding) {
            case PIECE -> new PieceWatch(value, input.timestampMicros(), input.identity(), true);
            case LOST -> new PieceWatch(last instanceof Value.Bool ? null : last, Timeline.NEVER, by, false);
            case NO_PIECE ->
                since == Timeline.NEVER
                        ? new PieceWatch(value, input.timestampMicros(), input.identity(), true)
                        : new PieceWatch(value, since, by, waiting);
        };
    }

    /** After a silence that was long enough. */
    PieceWatch afterSilence() {
        return new PieceWatch(last, since, by, false);
    }
}
