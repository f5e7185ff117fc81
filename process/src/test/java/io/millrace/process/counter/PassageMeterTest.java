package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.passages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Processor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pieces before a light barrier: there below 80 mm, gone above 120 mm. */
class PassageMeterTest {

    private static final String NOON = "2026-11-20T12:00:00Z";

    @Test
    void aPassageIsOnePieceWhenItHasGone() {
        Counting counting = distances(passages(null, null), 200, 60, 55, 60, 200);
        assertThat(counting.told("_historian/pieces/total")).containsExactly("2026-11-20T12:00:04Z 1");
    }

    @Test
    void chatterBetweenTheTwoDistancesCountsNothing() {
        // in at 79; 81, 119, 80 and 120 are between; out at 121: one piece. 100, 80 and 81 bring nothing in
        Counting counting = distances(passages(null, null), 130, 79, 81, 119, 80, 120, 79, 121, 100, 80, 81, 130);
        assertThat(counting.told("_historian/pieces/total")).containsExactly("2026-11-20T12:00:07Z 1");
    }

    @Test
    void aPieceThatIsThereInTheBeginningCountsWhenItGoes() {
        assertThat(distances(passages(null, null), 50, 200).state().pieces()).isEqualTo(1);
        assertThat(distances(passages(null, null), 100, 200).state().pieces()).isZero();
    }

    @Test
    void whatPassesTooQuicklyIsNoise() {
        CounterOptions options = passages(Duration.ofSeconds(2), null);
        assertThat(distances(options, 200, 50, 200).state().pieces()).isZero(); // 1 s
        assertThat(distances(options, 200, 50, 50, 200).state().pieces()).isEqualTo(1); // exactly 2 s
        assertThat(distances(options, 200, 50, 200).values("_analytics/pieces/not-counted"))
                .isEmpty();
    }

    @Test
    void whatStaysTooLongIsAJamThatIsToldAtOnceAndNotCounted() {
        Counting counting = distances(passages(null, Duration.ofSeconds(5)), 200, 50);
        assertThat(counting.nextTime()).isEqualTo(Counting.micros("2026-11-20T12:00:06.000001Z"));
        // there since 12:00:01: at 12:00:06 it may still go in time
        counting.until("2026-11-20T12:00:06Z");
        assertThat(counting.outputs()).isEmpty();
        counting.until("2026-11-20T12:00:06.000001Z");
        assertThat(counting.told("_analytics/pieces/not-counted"))
                .containsExactly("2026-11-20T12:00:06Z {\"timestamp_ms\":1795176006000,\"reason\":\"jam\","
                        + "\"since_us\":1795176001000000,\"message\":\"Something stands before the light barrier for"
                        + " more than longest, 5s, and is not counted.\"}");
        assertThat(counting.nextTime()).isEqualTo(Processor.NEVER);
        // it goes, and the next piece counts again
        counting.count("2026-11-20T12:10:00Z", 200)
                .count("2026-11-20T12:10:01Z", 50)
                .count("2026-11-20T12:10:06Z", 200);
        assertThat(counting.told("_historian/pieces/total")).containsExactly("2026-11-20T12:10:06Z 1");
        assertThat(counting.values("_analytics/pieces/not-counted")).hasSize(1);
    }

    @Test
    void badQualityAndRealNumbersAreTakenAsTheyAre() {
        Counting counting = new Counting(passages(null, null))
                .count("2026-11-20T12:00:00Z", Value.of(79.9))
                .bad("2026-11-20T12:00:01Z")
                .count("2026-11-20T12:00:02Z", Value.of(120.1));
        assertThat(counting.state().pieces()).isEqualTo(1);
    }

    @Test
    void whatIsNoDistanceIsRefused() {
        Counting counting = new Counting(passages(null, null));
        assertThatThrownBy(() -> counting.count(NOON, Value.of(true)))
                .hasMessage("For the distance came no number. Send it as a number, or count by pulses.");
        assertThatThrownBy(() -> counting.send(
                        Counting.input("pieces", Counting.TAG, 1, "", new Content.Happened("{\"count\":1}"))))
                .hasMessage("This counter reads the samples of a tag, not events. Publish the value as a sample.");
    }

    /** One distance each second from noon on. */
    private static Counting distances(CounterOptions options, long... values) {
        Counting counting = new Counting(options);
        for (int i = 0; i < values.length; i++) {
            counting.send(Counting.sample(
                    "pieces", Counting.TAG, Counting.micros(NOON) + i * 1_000_000L, Value.of(values[i])));
        }
        return counting;
    }
}
