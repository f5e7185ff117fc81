package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final ModbusTable HOLDING = ModbusTable.HOLDING_REGISTER;
    private static final Reading REFUSED = NativeCodes.reading(2);

    private final AtomicLong now = new AtomicLong();
    private final Refusals refusals = new Refusals(Duration.ofSeconds(30), now::get);

    @Test
    void nothingIsRefusedAtFirst() {
        assertThat(refusals.lastWord(span(5, 1))).isNull();
        assertThat(refusals.isDue(span(5, 1))).isFalse();
        assertThat(refusals.mayCross(HOLDING, 0, 100)).isTrue();
    }

    @Test
    void aRefusedPlaceIsRememberedLeftAloneAndThenDueAgain() {
        refusals.refused(span(5, 2), REFUSED);

        assertThat(refusals.lastWord(span(5, 2))).isEqualTo(REFUSED);
        assertThat(refusals.lastWord(span(5, 1))).as("another place").isNull();
        assertThat(refusals.mayCross(HOLDING, 4, 8)).isFalse();
        assertThat(refusals.mayCross(ModbusTable.INPUT_REGISTER, 4, 8)).isTrue();
        assertThat(refusals.isDue(span(5, 2))).isFalse();

        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(refusals.isDue(span(5, 2))).isTrue();

        refusals.refused(span(5, 2), REFUSED);
        assertThat(refusals.isDue(span(5, 2))).isFalse();
    }

    @Test
    void aPlaceThatIsReadAfterAllIsAsGoodAsAnyOther() {
        refusals.refused(span(5, 2), REFUSED);

        refusals.readable(span(5, 2));

        assertThat(refusals.lastWord(span(5, 2))).isNull();
        assertThat(refusals.mayCross(HOLDING, 4, 8)).isTrue();
    }

    @Test
    void refusedGapsAreNotReadAlongAgain() {
        refusals.gapsRefused(List.of(List.of(span(0, 2)), List.of(span(5, 1), span(6, 1)), List.of(span(9, 1))));

        assertThat(refusals.mayCross(HOLDING, 2, 5)).isFalse();
        assertThat(refusals.mayCross(HOLDING, 7, 9)).isFalse();
        assertThat(refusals.mayCross(HOLDING, 10, 12)).isTrue();
    }

    @Test
    void blocksThatMeetAreReadApart() {
        refusals.blocksMeetAt(HOLDING, 10);

        assertThat(refusals.mayCross(HOLDING, 10, 10)).isFalse();
        assertThat(refusals.mayCross(HOLDING, 11, 11)).isTrue();
    }

    private static Span span(int first, int count) {
        return new Span(0, HOLDING, first, count);
    }
}
