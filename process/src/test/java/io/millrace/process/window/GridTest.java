package io.millrace.process.window;

import static io.millrace.process.window.Run.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    @Test
    void panesOfOneLengthAreCountedFrom1970AndItsOffset() {
        Grid quarters = new Grid.Even(900_000_000L, 0);
        Grid later = new Grid.Even(3_600_000_000L, 1_800_000_000L);

        assertThat(quarters.start(at("2026-03-02T10:14:59.999Z"))).isEqualTo(at("2026-03-02T10:00:00Z"));
        assertThat(quarters.start(at("2026-03-02T10:15:00Z"))).isEqualTo(at("2026-03-02T10:15:00Z"));
        assertThat(later.start(at("2026-03-02T10:29:00Z"))).isEqualTo(at("2026-03-02T09:30:00Z"));
    }

    @Test
    void aProductionDayBeginsAtSixOnTheClockOfThePlant() {
        Grid days = new Grid.Days(1, LocalTime.of(6, 0), BRUSSELS);

        // winter: 06:00 is 05:00 UTC; summer: 04:00 UTC
        assertThat(days.start(at("2026-03-28T04:59:00Z"))).isEqualTo(at("2026-03-27T05:00:00Z"));
        assertThat(days.start(at("2026-03-29T04:00:00Z"))).isEqualTo(at("2026-03-29T04:00:00Z"));
        assertThat(days.next(at("2026-03-28T05:00:00Z"))).isEqualTo(at("2026-03-29T04:00:00Z"));
        assertThat(days.back(at("2026-03-29T04:00:00Z"), 2)).isEqualTo(at("2026-03-27T05:00:00Z"));
    }

    @Test
    void sevenDaysBeginOnAMonday() {
        Grid weeks = new Grid.Days(7, LocalTime.MIDNIGHT, BRUSSELS);

        // 6 March 2026 is a Friday
        assertThat(weeks.start(at("2026-03-06T12:00:00Z"))).isEqualTo(at("2026-03-01T23:00:00Z"));
    }

    @Test
    void aDayWhoseMidnightTheClockLeavesOutBeginsAtOne() {
        // Sao Paulo, 4 November 2018: 00:00 became 01:00, which is 03:00 UTC
        Grid days = new Grid.Days(1, LocalTime.MIDNIGHT, ZoneId.of("America/Sao_Paulo"));

        assertThat(days.start(at("2018-11-04T12:00:00Z"))).isEqualTo(at("2018-11-04T03:00:00Z"));
        assertThat(days.next(at("2018-11-03T03:00:00Z"))).isEqualTo(at("2018-11-04T03:00:00Z"));
        assertThat(days.next(at("2018-11-04T03:00:00Z"))).isEqualTo(at("2018-11-05T02:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Brussels,1,00:00",
        "Europe/Brussels,7,06:00",
        "America/Sao_Paulo,1,23:30",
        "Australia/Lord_Howe,2,01:45",
        "Asia/Kolkata,1,02:30",
        "Africa/Cairo,3,00:00",
        "Pacific/Apia,1,00:00"
    })
    void panesFollowEachOtherWithoutGap(String zone, int length, LocalTime begins) {
        Grid grid = new Grid.Days(length, begins, ZoneId.of(zone));
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            long time = at("2005-01-01T00:00:00Z") + (long) (random.nextDouble() * 8e8) * 1_000_000L;
            long start = grid.start(time);
            long next = grid.next(start);
            assertThat(start).isLessThanOrEqualTo(time);
            assertThat(next).isGreaterThan(time);
            assertThat(grid.start(start)).isEqualTo(start);
            assertThat(grid.start(next - 1)).isEqualTo(start);
            assertThat(grid.start(next)).isEqualTo(next);
            assertThat(grid.back(next, 1)).isEqualTo(start);
            assertThat(grid.back(next, 2)).isEqualTo(grid.start(start - 1));
        }
    }
}
