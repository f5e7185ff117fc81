package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that changes too fast: the difference to the value of {@code over} ago, reckoned for {@code per}. Before there is
 * a value as old as that, nothing is said.
 *
 * @param rise there is reason for an alarm above this; null for no limit
 * @param fall there is reason for an alarm when it falls by more than this; null for no limit
 * @param per microseconds
 * @param over microseconds
 */
record RateWatch(@Nullable Double rise, @Nullable Double fall, long per, long over, double hysteresis)
        implements Watch {

    @Override
    public Value accept(String input, Value value) {
        return NumbersOnly.accept(value);
    }

    @Override
    public Optional<Finding> judge(AlarmMemory memory, long time, boolean before) {
        Heard now = memory.heard().get(0);
        Track.Point then = memory.track().at(time - over);
        if (now.value() == null || then == null || then.time() == now.at()) {
            return Optional.empty();
        }
        double change = Watch.number(now.value()) - then.value();
        double rate = change * per / (now.at() - then.time());
        if (!Double.isFinite(rate)) {
            return Optional.empty();
        }
        double slack = before ? hysteresis : 0;
        boolean exceeded = (rise != null && rate > rise - slack) || (fall != null && -rate > fall - slack);
        return Optional.of(new Finding(exceeded, Value.of(rate)));
    }

    @Override
    public @Nullable Value limit() {
        return rise == null ? fall == null ? null : Value.of(-fall) : fall == null ? Value.of(rise) : null;
    }

    @Override
    public String standardMessage() {
        return "{alarm} at {location}: changes by {value} in "
                + Duration.ofNanos(per * 1000).toString().substring(2).toLowerCase(Locale.ROOT);
    }

    @Override
    public long reach() {
        return over;
    }
}
