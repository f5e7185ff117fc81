package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void doubleUpToTheCapAndStartOver() {
        Backoff backoff = pauses(() -> 0);
        assertThat(List.of(backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()))
                .containsExactly(SECOND / 2, SECOND, 2 * SECOND, 5 * SECOND / 2, 5 * SECOND / 2);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(SECOND / 2);
    }

    @Test
    void areSpreadOverTheUpperHalf() {
        assertThat(pauses(() -> 0.999999).next()).isBetween(999_000_000L, SECOND);
    }

    private Backoff pauses(DoubleSupplier random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), random);
    }
}
