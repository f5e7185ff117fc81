package io.millrace.console.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.console.ProcessorInfo;
import io.millrace.console.ProcessorInfo.Counts;
import io.millrace.console.ProcessorState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorWatchTest {

    private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

    private long seconds;
    private ProcessorState state = new ProcessorState.Running();
    private long inputs;
    private final ProcessorWatch watch =
            new ProcessorWatch(this::hub, new Seconds(), () -> TimeUnit.SECONDS.toNanos(seconds));

    private List<ProcessorInfo> hub() {
        return List.of(new ProcessorInfo(
                "bags",
                "counter",
                "1",
                "limeworks/liege",
                List.of(),
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                state,
                1,
                new Counts(inputs, 3 * inputs, 0, 0, 0, 0, 0),
                null,
                null));
    }

    @Test
    void aRateIsTheMeanOfTheLastTenSeconds() {
        watch.look();
        assertThat(watch.processors().get(0).perSecond()).as("looked at once").isNull();
        // 5 a second for 60 s, then nothing
        for (int i = 0; i < 60; i++) {
            seconds++;
            inputs += 5;
            watch.look();
        }
        ProcessorWatch.Rates rates =
                Objects.requireNonNull(watch.processors().get(0).perSecond());
        assertThat(rates.inputs()).isEqualTo(5, within(1e-9));
        assertThat(rates.outputs()).isEqualTo(15, within(1e-9));
        for (int i = 0; i < 5; i++) {
            seconds++;
            watch.look();
        }
        assertThat(Objects.requireNonNull(watch.processors().get(0).perSecond()).inputs())
                .as("25 in 10 s")
                .isEqualTo(2.5, within(1e-9));
        inputs = 0;
        assertThat(watch.processors().get(0).perSecond())
                .as("counts that fall are another process")
                .isNull();
    }

    @Test
    void aStateHasLastedSinceItWasFirstSeen() {
        watch.look();
        seconds = 30;
        state = new ProcessorState.Degraded("one");
        watch.look();
        seconds = 50;
        state = new ProcessorState.Degraded("two");
        watch.look();
        assertThat(watch.processors().get(0).since())
                .as("another reason is no other state")
                .isEqualTo(START.plusSeconds(30));
        seconds = 60;
        state = new ProcessorState.Running();
        assertThat(watch.processors().get(0).since())
                .as("seen by who asks, before the next look")
                .isEqualTo(START.plusSeconds(60));
    }

    private final class Seconds extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return START.plusSeconds(seconds);
        }
    }
}
