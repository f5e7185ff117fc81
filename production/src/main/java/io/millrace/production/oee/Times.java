package io.millrace.production.oee;

import java.util.EnumMap;
import java.util.Map;

/** How long each class of time was, microseconds. Immutable. */
public final class Times {

    public static final Times NONE = new Times(new EnumMap<>(TimeClass.class));

    private final EnumMap<TimeClass, Long> micros;

    private Times(EnumMap<TimeClass, Long> micros) {
        this.micros = micros;
    }

    public static Times of(Map<TimeClass, Long> micros) {
        EnumMap<TimeClass, Long> copy = new EnumMap<>(TimeClass.class);
        micros.forEach((timeClass, length) -> {
            if (length != 0) {
                copy.put(timeClass, length);
            }
        });
        return new Times(copy);
    }

    public long of(TimeClass timeClass) {
        return micros.getOrDefault(timeClass, 0L);
    }

    /** All of them: the length of the span. */
    public long total() {
        return micros.values().stream().mapToLong(Long::longValue).sum();
    }

    public Times plus(Times other) {
        EnumMap<TimeClass, Long> sum = new EnumMap<>(micros);
        other.micros.forEach((timeClass, length) -> sum.merge(timeClass, length, Math::addExact));
        return new Times(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Times times && times.micros.equals(micros);
    }

    @Override
    public int hashCode() {
        return micros.hashCode();
    }

    @Override
    public String toString() {
        return micros.toString();
    }
}
