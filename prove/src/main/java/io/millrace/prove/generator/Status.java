package io.millrace.prove.generator;

import java.util.Optional;

/**
 * How far a generator is; it says so several times a second.
 *
 * @param attempted different messages, by all generators so far
 * @param acknowledged of these
 * @param flying on their way now
 * @param connected lines that are connected
 * @param drained whether it was told to stop, and everything is acknowledged
 * @param shownSinceStop how often even the least asked counter of the device has been shown since
 */
public record Status(
        long attempted, long acknowledged, long flying, int connected, boolean drained, long shownSinceStop) {

    public static final Status NONE = new Status(0, 0, 0, 0, false, 0);

    private static final String MARK = "@status";

    String line() {
        return String.join(
                " ",
                MARK,
                Long.toString(attempted),
                Long.toString(acknowledged),
                Long.toString(flying),
                Integer.toString(connected),
                Boolean.toString(drained),
                Long.toString(shownSinceStop));
    }

    /** Reads a line of a generator's output, which may be something else. */
    public static Optional<Status> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 7 || !words[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new Status(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Integer.parseInt(words[4]),
                Boolean.parseBoolean(words[5]),
                Long.parseLong(words[6])));
    }
}
