package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReceivedTimeTest {

    private final FakeTime time = new FakeTime();
    private final ReceivedTime received = new ReceivedTime(time.time());

    @Test
    void isWhatTheClockSays() {
        for (int i = 0; i < 100; i++) {
            assertThat(received.next()).isBetween(time.micros() - 4, time.micros());
            time.advance(Duration.ofNanos(12_345_678));
        }
    }

    @Test
    void growsStrictlyThoughTheClockStandsStillOrIsPutBackALittle() {
        long[] given = LongStream.range(0, 1000)
                .map(i -> {
                    if (i % 100 == 99) {
                        time.advance(Duration.ofSeconds(-5));
                    }
                    return received.next();
                })
                .toArray();

        assertThat(given).isSorted().doesNotHaveDuplicates();
        assertThat(given[999]).isLessThan(Time.micros(FakeTime.START) + 5000);

        time.advance(Duration.ofMinutes(2));
        assertThat(received.next()).as("caught up").isEqualTo(time.micros());
    }

    @Test
    void followsAClockThatWasPutBackFarAndMeetsNoneOfTheTimesGivenBefore() {
        Set<Long> before = ConcurrentHashMap.newKeySet();
        for (int step = 0; step < 4; step++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(before.add(received.next())).isTrue();
                time.advance(Duration.ofNanos(1000));
            }
            assertThat(received.next()).isCloseTo(time.micros(), within(50_000L));
            time.advance(Duration.ofHours(1));
            received.next();
            time.advance(Duration.ofHours(-1).minusMillis(10));
        }
    }

    @Test
    void isDifferentForEachOfManyThreads() {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        ReceivedTime real = new ReceivedTime(Time.of(Clock.systemUTC()));
        IntStream.range(0, 100_000).parallel().forEach(i -> given.add(i % 2 == 0 ? received.next() : real.next()));

        assertThat(given).hasSize(100_000);
    }
}
