package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceTimeTest {

    private final long now = new FakeTime().micros();
    private final Instant right = FakeTime.START.minusSeconds(1);
    private final Instant wrong = Instant.parse("1601-01-01T00:00:00Z");

    @Test
    void theSourceComesBeforeTheServer() {
        assertThat(time(right, FakeTime.START)).isEqualTo(now - 1_000_000);
        assertThat(time(null, right)).isEqualTo(now - 1_000_000);
        assertThat(time(wrong, right)).isEqualTo(now - 1_000_000);
        assertThat(time(null, null)).isEqualTo(ReadingFilter.NO_TIME);
        assertThat(time(wrong, wrong)).isEqualTo(ReadingFilter.NO_TIME);
    }

    @Test
    void aDayAheadIsBelievedAndMoreIsNot() {
        Instant day = FakeTime.START.plusSeconds(86_400);
        assertThat(time(day, null)).isEqualTo(now + 86_400_000_000L);
        assertThat(time(day.plusSeconds(1), null)).isEqualTo(ReadingFilter.NO_TIME);
        assertThat(time(Instant.MAX, Instant.MIN)).isEqualTo(ReadingFilter.NO_TIME);
    }

    private long time(@Nullable Instant source, @Nullable Instant server) {
        return DeviceTime.of(new Reading(Value.of(1), Quality.GOOD, source, server, null), now);
    }
}
