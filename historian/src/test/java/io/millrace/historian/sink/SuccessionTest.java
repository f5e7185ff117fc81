package io.millrace.historian.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.sink.Succession.Content;
import io.millrace.historian.sink.Succession.Kept;
import io.millrace.historian.sink.Succession.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final Content ROW = whole(10);

    private static Content whole(long value) {
        return new Content(0, null, value, null, null);
    }

    private static Told told(int item, long number) {
        return new Told(item, new Correction(number, false, "p@1"), whole(item));
    }

    private static Told retracted(int item, long number) {
        return new Told(item, new Correction(number, true, "p@1"), new Content(0x80000000, null, null, null, null));
    }

    @Test
    void eachReplacesWhatTheOneBeforeHasSaid() {
        Succession of = Succession.of(List.of(told(1, 1), told(2, 2), told(3, 5)), 0, ROW);

        assertThat(of.kept())
                .containsExactly(
                        new Kept(told(1, 1), ROW), new Kept(told(2, 2), whole(1)), new Kept(told(3, 5), whole(2)));
        assertThat(of.old()).isEmpty();
        assertThat(of.standing()).isEqualTo(told(3, 5));
    }

    @Test
    void theGreatestNumberStandsWhateverTheOrder() {
        Succession of = Succession.of(List.of(told(1, 3), told(2, 2), told(3, 3)), 1, ROW);

        assertThat(of.kept()).containsExactly(new Kept(told(2, 2), ROW), new Kept(told(1, 3), whole(2)));
        assertThat(of.old()).containsExactly(3);
        assertThat(of.standing()).isEqualTo(told(1, 3));
    }

    @Test
    void whatComesAfterARetractionReplacesNothing() {
        Succession of = Succession.of(List.of(retracted(1, 1), told(2, 2)), 0, ROW);

        assertThat(of.kept()).containsExactly(new Kept(retracted(1, 1), ROW), new Kept(told(2, 2), null));
        assertThat(of.standing()).isEqualTo(told(2, 2));
    }

    @Test
    void oldNewsChangesNothing() {
        Succession of = Succession.of(List.of(told(1, 1), told(2, 2)), 3, ROW);

        assertThat(of.kept()).isEmpty();
        assertThat(of.old()).containsExactly(1, 2);
        assertThat(of.standing()).isNull();
    }

    @Test
    void theLastOneThatWasStoredIsPutInForceAgain() {
        Succession again = Succession.of(List.of(told(1, 1), retracted(2, 2)), 2, ROW);
        assertThat(again.kept()).isEmpty();
        assertThat(again.old()).containsExactly(1, 2);
        assertThat(again.standing()).isEqualTo(retracted(2, 2));

        Succession andMore = Succession.of(List.of(retracted(1, 2), told(2, 3)), 2, null);
        assertThat(andMore.kept()).containsExactly(new Kept(told(2, 3), null));
        assertThat(andMore.standing()).isEqualTo(told(2, 3));
    }
}
