package io.millrace.prove.recount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TumblingTest {

    private static Reading at(long micros, double value) {
        return new Reading(Moment.at(micros), value);
    }

    @Test
    void aWindowHoldsWhatCameFromItsBeginningUpToButNotAtItsEnd() {
        // Windows of 10. The value 1 holds 3 of the 8 from 2 on, 2.5 the other 5: (3 + 12.5) / 8 = 1.9375.
        // From 10 on 7 holds; 2.5 holds nothing there, since 7 came at the very beginning.
        assertThat(Tumbling.of(List.of(at(2, 1), at(5, 2.5), at(10, 7)), 10))
                .containsExactly(
                        Map.entry(0L, new Tumbling.Sum(2, 3.5, 1, 2.5, 1.75, 1, 2.5, 1.9375, false)),
                        Map.entry(10L, new Tumbling.Sum(1, 7, 7, 7, 7, 7, 7, 7, true)));
    }

    @Test
    void aValueHoldsOverWindowsInWhichNothingCame() {
        // In the window from 30 on, 4 holds 6 and 9 holds 4: (24 + 36) / 10 = 6.
        assertThat(Tumbling.of(List.of(at(0, 4), at(36, 9)), 10))
                .containsOnlyKeys(0L, 30L)
                .containsEntry(30L, new Tumbling.Sum(1, 9, 9, 9, 9, 9, 9, 6, true));
    }
}
