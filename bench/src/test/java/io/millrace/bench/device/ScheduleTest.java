package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final Schedule schedule = new Schedule(100);

    @Test
    void valuesAreDueAtWholeMultiplesOfTheInterval() {
        assertThat(schedule.firstAfter(12_345)).isEqualTo(12_400);
        assertThat(schedule.firstAfter(12_400)).isEqualTo(12_500);
    }

    @Test
    void aLateDeviceMakesUpForIt() {
        assertThat(schedule.next(12_400, 12_410)).isEqualTo(12_500);
        assertThat(schedule.next(12_400, 13_400)).isEqualTo(12_500);
    }

    @Test
    void whatCannotBeMadeUpIsLeftOut() {
        assertThat(schedule.next(12_400, 20_050)).isEqualTo(20_000);
    }

    @Test
    void timesGrowWheneverTheDeviceIsAsked() {
        long due = 12_400;
        for (long now = 12_400; now < 40_000; now += 777) {
            long next = schedule.next(due, now);
            assertThat(next).isGreaterThan(due);
            due = next;
        }
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        assertThatThrownBy(() -> new Schedule(0)).hasMessageContaining("at least a millisecond");
    }
}
