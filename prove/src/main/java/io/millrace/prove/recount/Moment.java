package io.millrace.prove.recount;

import java.util.Comparator;

/**
 * By what a value or event of a topic is known.
 *
 * @param micros microseconds since 1970
 * @param id empty for none
 */
public record Moment(long micros, String id) implements Comparable<Moment> {

    private static final Comparator<Moment> ORDER =
            Comparator.comparingLong(Moment::micros).thenComparing(Moment::id);

    /** Of something that is known by its time alone. */
    public static Moment at(long micros) {
        return new Moment(micros, "");
    }

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }
}
