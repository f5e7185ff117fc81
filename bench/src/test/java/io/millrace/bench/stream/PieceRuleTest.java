package io.millrace.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PieceRuleTest {

    private final PieceRule rule = new PieceRule(10_000, 100);

    @Test
    void theFirstSampleSaysWhereTheCounterStandsAndCountsNothing() {
        assertThat(after(4_711)).isEqualTo(new PieceCount(4_711, 0, 1));
    }

    @Test
    void whatTheCounterWentUpByWasMade() {
        assertThat(after(10, 11, 14)).isEqualTo(new PieceCount(14, 4, 3));
    }

    @Test
    void aCounterThatStandsStillCountsSamplesButNoPieces() {
        assertThat(after(10, 10, 10)).isEqualTo(new PieceCount(10, 0, 3));
    }

    @Test
    void aCounterThatGoesOverItsEndGoesOn() {
        assertThat(after(9_998, 9_999, 0, 2)).isEqualTo(new PieceCount(2, 4, 4));
    }

    @Test
    void overTheEndByAsManyPiecesAsCanBeIsStillOverTheEnd() {
        assertThat(after(9_950, 50).pieces()).isEqualTo(100);
    }

    @Test
    void aCounterThatWasSetBackStandsAtWhatWasMadeSince() {
        assertThat(after(9_950, 51)).isEqualTo(new PieceCount(51, 51, 2));
        assertThat(after(5_000, 0, 3)).isEqualTo(new PieceCount(3, 3, 3));
    }

    @Test
    void aSampleThatDoesNotSayLeavesTheCounterWhereItWas() {
        PieceCount stood = after(10, 12);

        PieceCount silent = rule.next(stood, OptionalLong.empty());

        assertThat(silent).isEqualTo(new PieceCount(12, 2, 3));
        assertThat(rule.next(silent, OptionalLong.of(15))).isEqualTo(new PieceCount(15, 5, 4));
    }

    @Test
    void aValueThatTheCounterCannotHaveIsNone() {
        assertThat(after(10, -1)).isEqualTo(new PieceCount(10, 0, 2));
        assertThat(after(10, 10_000)).isEqualTo(new PieceCount(10, 0, 2));
        assertThat(after(10_000)).isEqualTo(new PieceCount(-1, 0, 1));
    }

    @Test
    void aCounterOfOneAndMorePiecesThanItCanCountAreRefused() {
        assertThatThrownBy(() -> new PieceRule(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PieceRule(100, 100)).hasMessageContaining("not 100 and 100");
    }

    private PieceCount after(long... positions) {
        PieceCount[] count = {PieceCount.NONE};
        Arrays.stream(positions).forEach(each -> count[0] = rule.next(count[0], OptionalLong.of(each)));
        return count[0];
    }
}
