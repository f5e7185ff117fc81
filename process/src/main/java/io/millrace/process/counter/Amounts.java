package io.millrace.process.counter;

import io.millrace.model.ProblemException;
import io.millrace.model.Value;

/** Numbers of pieces: whole, and none below zero. */
final class Amounts {

    /** Up to here a real number holds every whole one. */
    private static final double EXACT = 1L << 53;

    private Amounts() {}

    /**
     * The pieces a value says.
     *
     * @param what is said, for the message: "the number of pieces"
     * @throws ProblemException when it is negative, broken, too large or no number
     */
    static long of(Value value, String what) {
        long pieces;
        if (value instanceof Value.Whole whole) {
            pieces = whole.value();
        } else if (value instanceof Value.Real real) {
            pieces = whole(real.value(), what);
        } else {
            String said = value instanceof Value.Text text ? "the text '" + shorten(text.value()) + "'" : "a boolean";
            throw Meter.refused("For " + what + " came " + said + ".", "Send a whole number.");
        }
        if (pieces < 0) {
            throw Meter.refused("For " + what + " came " + pieces + ".", "Pieces are counted from 0 on.");
        }
        return pieces;
    }

    private static long whole(double number, String what) {
        if (number != Math.rint(number)) {
            throw Meter.refused("For " + what + " came " + number + ".", "Pieces are whole: send a whole number.");
        }
        if (Math.abs(number) > EXACT) {
            throw Meter.refused(
                    "For " + what + " came " + number + ", which is too large to be exact.",
                    "Send it without a decimal point.");
        }
        return (long) number;
    }

    static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
