package io.millrace.production.oee;

import io.millrace.production.Span;
import java.util.Comparator;
import java.util.Objects;

/**
 * What a machine was doing in a stretch of time.
 *
 * @param state a word such as {@code running} or, where a device sends codes, the code as text
 * @param code 0 where only the word is known
 * @param reason empty where none is known
 * @param microstop whether it is part of a short stop that is over
 */
public record StateStretch(Span span, String state, int code, String reason, boolean microstop) {

    /** By time; what of one time comes first is settled, whatever the order in which it was told. */
    static final Comparator<StateStretch> IN_TIME = Comparator.comparingLong(
                    (StateStretch stretch) -> stretch.span().startMicros())
            .thenComparingLong(stretch -> stretch.span().endMicros())
            .thenComparing(StateStretch::state)
            .thenComparingInt(StateStretch::code)
            .thenComparing(StateStretch::reason)
            .thenComparing(StateStretch::microstop);

    public StateStretch {
        Objects.requireNonNull(span);
        Objects.requireNonNull(state);
        Objects.requireNonNull(reason);
    }
}
