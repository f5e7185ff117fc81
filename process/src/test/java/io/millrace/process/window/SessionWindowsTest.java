package io.millrace.process.window;

import static io.millrace.process.window.Run.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionWindowsTest {

    private static final Duration GAP = Duration.ofMinutes(2);

    @Test
    void aSessionEndsWhenNothingHasComeForTheGap() {
        Run run = new Run(Run.session(GAP, null, "count", "duration", "time-weighted-mean", "max"));

        run.good(at("2026-03-02T10:00:10Z"), 10)
                .good(at("2026-03-02T10:01:10Z"), 40)
                .good(at("2026-03-02T10:01:40Z"), 5)
                .pass(at("2026-03-02T10:03:40Z") - 1);
        assertThat(run.outputs()).isEmpty();
        run.pass(at("2026-03-02T10:03:40Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:10Z 3 Good");
        assertThat(run.told("duration")).containsExactly("2026-03-02T10:00:10Z 90.0 Good");
        // 10 for 60 s, 40 for 30 s, the last value for none: (600 + 1200) / 90
        assertThat(run.told("time-weighted-mean")).containsExactly("2026-03-02T10:00:10Z 20.0 Good");
        assertThat(run.told("max")).containsExactly("2026-03-02T10:00:10Z 40.0 Good");
        assertThat(run.state()).isEqualTo(WindowState.EMPTY);
    }

    @Test
    void aValueExactlyAGapLaterBeginsTheNextSession() {
        Run run = new Run(Run.session(GAP, null, "count"));

        run.whole(at("2026-03-02T10:00:00Z"), 1)
                .whole(at("2026-03-02T10:01:59.999Z"), 1)
                .whole(at("2026-03-02T10:03:59.999Z"), 1)
                .pass(at("2026-03-03T00:00:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 2 Good", "2026-03-02T10:03:59.999Z 1 Good");
    }

    @Test
    void aSessionThatDoesNotEndIsCutAtItsLongest() {
        Run run = new Run(Run.session(GAP, Duration.ofMinutes(5), "count", "sum"));

        for (int minute = 0; minute < 10; minute++) {
            run.whole(at("2026-03-02T10:00:00Z") + minute * 60_000_000L, minute);
        }
        run.pass(at("2026-03-02T11:00:00Z"));

        // 0..4 and 5..9
        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 5 Good", "2026-03-02T10:05:00Z 5 Good");
        assertThat(run.told("sum")).containsExactly("2026-03-02T10:00:00Z 10 Good", "2026-03-02T10:05:00Z 35 Good");
    }

    @Test
    void badSamplesNeitherBeginNorProlongASession() {
        Run run = new Run(Run.session(GAP, null, "count", "mean"));

        run.bad(at("2026-03-02T09:59:00Z"))
                .good(at("2026-03-02T10:00:00Z"), 4)
                .bad(at("2026-03-02T10:01:00Z"))
                .bad(at("2026-03-02T10:01:59Z"))
                .good(at("2026-03-02T10:02:00Z"), 8)
                .pass(at("2026-03-02T11:00:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 1 Good", "2026-03-02T10:02:00Z 1 Good");
        assertThat(run.told("mean"))
                .containsExactly("2026-03-02T10:00:00Z 4.0 Uncertain_SubNormal", "2026-03-02T10:02:00Z 8.0 Good");
    }

    @Test
    void aSessionOfOneValueHasNoTimeToWeighItBy() {
        Run run = new Run(Run.session(GAP, null, "time-weighted-mean", "duration", "rate", "last"));

        run.good(at("2026-03-02T10:00:00Z"), 4).pass(at("2026-03-02T11:00:00Z"));

        assertThat(run.told("time-weighted-mean")).containsExactly("2026-03-02T10:00:00Z - Bad_NoData");
        assertThat(run.told("rate")).containsExactly("2026-03-02T10:00:00Z - Bad_NoData");
        assertThat(run.told("duration")).containsExactly("2026-03-02T10:00:00Z 0.0 Good");
        assertThat(run.told("last")).containsExactly("2026-03-02T10:00:00Z 4.0 Good");
    }

    @Test
    void overAYearOfSilenceNothingIsTold() {
        Run run = new Run(Run.session(GAP, null, "count"));

        run.good(at("2025-03-02T10:00:00Z"), 4)
                .good(at("2026-03-02T10:00:00Z"), 4)
                .pass(at("2027-03-02T11:00:00Z"));

        assertThat(run.outputs()).hasSize(2);
    }
}
