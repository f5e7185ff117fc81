package io.millrace.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.demo.process.PackingEvent.BagEntered;
import io.millrace.demo.process.PackingEvent.BagLeft;
import io.millrace.demo.process.PackingEvent.BagWeighed;
import io.millrace.demo.process.PackingEvent.OrderStarted;
import io.millrace.demo.process.PackingEvent.OrderStopped;
import io.millrace.demo.process.PackingEvent.PalletFilled;
import io.millrace.demo.process.PackingEvent.StateChanged;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PackingLineTest {

    private static final long START = 1_790_000_000_000L;
    private static final long STEP = 100;

    @Test
    void firstItTellsItsOrderAndItsState() {
        List<PackingEvent> events = run(line(1), 1_000);

        assertThat(events.get(0)).isInstanceOf(OrderStarted.class);
        assertThat(events.get(1)).isInstanceOf(StateChanged.class);
    }

    @Test
    void whoeverListensLaterIsToldOrderAndStateAgain() {
        PackingLine line = line(1);
        run(line, 10_000);

        line.announce();
        List<PackingEvent> events = new ArrayList<>();
        line.step(START + 10_100, STEP, events::add);

        assertThat(events).hasAtLeastOneElementOfType(OrderStarted.class);
        assertThat(events).hasAtLeastOneElementOfType(StateChanged.class);
    }

    @Test
    void eventsComeInTheOrderOfTimeAndNeverTwiceAtOneTimeOfAKind() {
        List<PackingEvent> events = run(line(2), 3_600_000);

        for (int i = 1; i < events.size(); i++) {
            assertThat(events.get(i).millis())
                    .isGreaterThanOrEqualTo(events.get(i - 1).millis() - STEP);
        }
        List<Long> entered = times(events, BagEntered.class);
        List<Long> left = times(events, BagLeft.class);
        assertThat(entered).doesNotHaveDuplicates().isSorted();
        assertThat(left).doesNotHaveDuplicates().isSorted();
        assertThat(times(events, BagWeighed.class)).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void everyBagThatEntersIsWeighedOnceAndLeavesUnlessRejected() {
        List<PackingEvent> events = run(line(3), 3_600_000);

        List<BagEntered> entered = of(events, BagEntered.class);
        List<BagWeighed> weighed = of(events, BagWeighed.class);
        List<BagLeft> left = of(events, BagLeft.class);
        long rejected = weighed.stream().filter(BagWeighed::rejected).count();
        for (int i = 1; i < entered.size(); i++) {
            assertThat(entered.get(i).count()).isEqualTo(entered.get(i - 1).count() + 1);
        }
        assertThat(weighed).extracting(BagWeighed::bag).doesNotHaveDuplicates();
        assertThat(entered.size() - weighed.size()).isBetween(0, 2);
        assertThat(weighed.size() - rejected - left.size()).isBetween(0L, 2L);
        assertThat(rejected).isBetween(1L, 100L);
        assertThat(weighed).allSatisfy(bag -> assertThat(bag.weight()).isBetween(24.0, 26.0));
    }

    @Test
    void itStopsNowAndThenForManyReasonsAndCountsNothingMeanwhile() {
        List<PackingEvent> events = run(line(4), 2 * 3_600_000);

        Set<LineState> states = EnumSet.noneOf(LineState.class);
        LineState state = LineState.PRODUCING;
        int microstops = 0;
        for (PackingEvent event : events) {
            if (event instanceof StateChanged changed) {
                state = changed.state();
                states.add(state);
                microstops += state == LineState.MICROSTOP ? 1 : 0;
            } else if (event instanceof BagEntered || event instanceof BagLeft) {
                assertThat(state).isEqualTo(LineState.PRODUCING);
            }
        }
        assertThat(states).containsExactlyInAnyOrder(LineState.values());
        assertThat(microstops).isBetween(30, 150);
    }

    @Test
    void palletsAndOrdersFollowFromBags() {
        List<PackingEvent> events = run(line(5), 3_600_000);

        int good = of(events, BagLeft.class).size();
        List<PalletFilled> pallets = of(events, PalletFilled.class);
        assertThat(pallets).hasSize(good / PackingLine.BAGS_PER_PALLET);
        assertThat(pallets)
                .allSatisfy(pallet -> assertThat(pallet.startMillis()).isLessThan(pallet.millis()));
        List<OrderStarted> started = of(events, OrderStarted.class);
        List<OrderStopped> stopped = of(events, OrderStopped.class);
        assertThat(stopped).hasSize(good / PackingLine.BAGS_PER_ORDER);
        assertThat(started).hasSize(stopped.size() + 1);
        assertThat(started).extracting(OrderStarted::order).doesNotHaveDuplicates();
        assertThat(stopped.get(0).order()).isEqualTo(started.get(0).order());
    }

    @Test
    void aLineThatStartsAgainCountsOnFromAHigherNumber() {
        List<PackingEvent> first = run(line(6), 3_600_000);
        PackingLine again = new PackingLine(new SplittableRandom(6), START + 3_600_000);
        List<PackingEvent> events = new ArrayList<>();
        for (long now = START + 3_600_000; now < START + 3_660_000; now += STEP) {
            again.step(now, STEP, events::add);
        }

        List<BagEntered> before = of(first, BagEntered.class);
        assertThat(of(events, BagEntered.class).get(0).count())
                .isGreaterThan(before.get(before.size() - 1).count());
    }

    private static PackingLine line(long seed) {
        return new PackingLine(new SplittableRandom(seed), START);
    }

    private static List<PackingEvent> run(PackingLine line, long millis) {
        List<PackingEvent> events = new ArrayList<>();
        for (long now = START + STEP; now <= START + millis; now += STEP) {
            line.step(now, STEP, events::add);
        }
        return events;
    }

    private static <T> List<T> of(List<PackingEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<Long> times(List<PackingEvent> events, Class<? extends PackingEvent> type) {
        return of(events, type).stream().map(PackingEvent::millis).toList();
    }
}
