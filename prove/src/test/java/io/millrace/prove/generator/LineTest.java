package io.millrace.prove.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.plant.Flow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final long START = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    private final Line line = new Line(Map.of(Flow.COUNT, 100.0, Flow.VALUE, 50.0), 0, 1_000, new SplittableRandom(1));

    private static List<Long> numbers(List<Sending> sendings, Flow flow) {
        return sendings.stream()
                .filter(sending -> sending.flow() == flow)
                .map(Sending::number)
                .toList();
    }

    private List<Sending> oneSecond() {
        line.next(START);
        return line.next(START + SECOND);
    }

    @Test
    void makesAsManyMessagesAsItsRatesSayWithoutAHole() {
        List<Sending> sendings = oneSecond();

        assertThat(numbers(sendings, Flow.COUNT))
                .hasSize(100)
                .isSorted()
                .startsWith(1L)
                .endsWith(100L);
        assertThat(numbers(sendings, Flow.VALUE))
                .hasSize(50)
                .isSorted()
                .startsWith(1L)
                .endsWith(50L);
    }

    @Test
    void letsSomePiecesShareATimeButNeverTemperatures() {
        List<Sending> sendings = oneSecond();

        Set<Long> times = new HashSet<>();
        Set<Long> ofCounts = new HashSet<>();
        for (Sending sending : sendings) {
            if (sending.flow() == Flow.VALUE) {
                assertThat(times.add(sending.timestampMicros())).isTrue();
            } else {
                ofCounts.add(sending.timestampMicros());
            }
        }
        assertThat(ofCounts).hasSize(80);
    }

    @Test
    void neverHasMoreUnderWayThanItsWindow() {
        Line narrow = new Line(Map.of(Flow.COUNT, 1_000.0, Flow.VALUE, 1_000.0), 0, 16, new SplittableRandom(1));
        narrow.next(START);

        assertThat(narrow.next(START + SECOND)).hasSize(16);
        assertThat(narrow.next(START + 2 * SECOND)).isEmpty();
        narrow.acknowledged(Flow.COUNT, 1);
        assertThat(narrow.next(START + 2 * SECOND)).hasSize(1);
    }

    @Test
    void standsStillInsteadOfSkippingPiecesWhenTheBrokerIsAwayForLong() {
        line.next(START);

        List<Sending> sendings = line.next(START + 3_600 * SECOND);

        assertThat(numbers(sendings, Flow.COUNT))
                .startsWith(1L)
                .hasSizeLessThan(500)
                .endsWith((long) numbers(sendings, Flow.COUNT).size());
    }

    @Test
    void sendsAgainWhatWasNotAcknowledgedWithTheSameIdentity() {
        Sending first = oneSecond().get(0);
        line.failed(first.flow(), first.number());

        assertThat(line.next(START + SECOND)).containsExactly(first);
        assertThat(line.acknowledged(first.flow(), first.number())).isTrue();
        assertThat(line.acknowledged(first.flow(), first.number())).isFalse();
    }

    @Test
    void doesNotSendAgainWhatItsRepetitionHasBroughtHome() {
        Line repeating = new Line(Map.of(Flow.COUNT, 10.0, Flow.VALUE, 1.0), 100, 1_000, new SplittableRandom(1));
        repeating.next(START);
        Sending first = repeating.next(START + SECOND).get(0);
        repeating.next(START + 20 * SECOND);

        repeating.acknowledged(first.flow(), first.number());
        repeating.failed(first.flow(), first.number());

        assertThat(repeating.next(START + 20 * SECOND)).doesNotContain(first);
    }

    @Test
    void repeatsWhatItIsToldToRepeatLaterOn() {
        Line repeating = new Line(Map.of(Flow.COUNT, 10.0, Flow.VALUE, 1.0), 100, 1_000, new SplittableRandom(1));
        repeating.next(START);
        List<Sending> originals = repeating.next(START + SECOND);
        originals.forEach(sending -> repeating.acknowledged(sending.flow(), sending.number()));

        List<Sending> later = repeating.next(START + 20 * SECOND);

        assertThat(later).containsAll(originals);
        assertThat(repeating.attempted()).isEqualTo(later.size());
    }

    @Test
    void repeatsEverythingRecentOnDemand() {
        List<Sending> originals = oneSecond();
        originals.forEach(sending -> line.acknowledged(sending.flow(), sending.number()));

        line.repeatRecent(START + SECOND);

        List<Sending> again = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            List<Sending> now = line.next(START + (1 + i) * SECOND);
            now.forEach(sending -> line.acknowledged(sending.flow(), sending.number()));
            again.addAll(now);
        }
        assertThat(again).containsAll(originals);
    }

    @Test
    void goesOnFromTheJournalOfAKilledOne() {
        FlowState counts = line.flow(Flow.COUNT);
        for (long number = 1; number <= 5; number++) {
            counts.rememberAttempt(number, START + number);
        }
        counts.rememberAttempt(2, START + 2);
        counts.rememberAcknowledgement(1);
        counts.rememberAcknowledgement(4);
        counts.resume();

        List<Sending> first = line.next(START - SECOND);
        List<Sending> then = line.next(START - SECOND / 2);

        assertThat(numbers(first, Flow.COUNT)).containsExactly(2L, 3L, 5L);
        assertThat(first.get(0).timestampMicros()).isEqualTo(START + 2);
        assertThat(numbers(then, Flow.COUNT)).startsWith(6L);
        assertThat(then.get(0).timestampMicros()).isGreaterThan(START + 5);
        assertThat(counts.attempted()).isEqualTo(5 + numbers(then, Flow.COUNT).size());
        assertThat(counts.acknowledged()).isEqualTo(2);
    }

    @Test
    void isDrainedWhenItWasStoppedAndEverythingIsAcknowledged() {
        List<Sending> sendings = oneSecond();
        line.stopProducing();

        assertThat(line.isDrained()).isFalse();
        assertThat(line.next(START + 5 * SECOND)).isEmpty();
        sendings.forEach(sending -> line.acknowledged(sending.flow(), sending.number()));
        assertThat(line.isDrained()).isTrue();
        assertThat(line.attempted()).isEqualTo(line.acknowledged()).isEqualTo(150);
    }
}
