package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogGuardTest {

    private static final long SECOND = 1_000_000_000L;

    private final LogGuard guard = new LogGuard(100);

    @Test
    void pausesAtHalfAndResumesAtAQuarter() {
        guard.look(0, 49, null);
        assertThat(guard.isPaused()).isFalse();
        guard.look(0, 50, null);
        assertThat(guard.isPaused()).isTrue();
        assertThat(guard.look(0, 26, null)).isFalse();
        assertThat(guard.look(0, 25, null)).isTrue();
        assertThat(guard.isPaused()).isFalse();
    }

    @Test
    void aShortPauseIsNotWorthAWord() {
        guard.look(0, 60, null);
        guard.look(4 * SECOND, 60, null);
        assertThat(guard.trouble()).isNull();
        assertThat(guard.idleNanos(4 * SECOND)).isEqualTo(SECOND);
        guard.look(5 * SECOND, 60, null);
        assertThat(guard.trouble()).isEqualTo("The log does not keep up.");
        guard.look(6 * SECOND, 0, null);
        assertThat(guard.trouble()).isNull();
    }

    @Test
    void aRefusalIsWorthItAtOnce() {
        guard.look(0, 1, "disk full");
        assertThat(guard.trouble()).isEqualTo("The log refuses samples: disk full");
        guard.look(0, 1, null);
        assertThat(guard.trouble()).isNull();
    }

    @Test
    void theSmallestInboxWorksToo() {
        LogGuard tiny = new LogGuard(1);
        tiny.look(0, 0, null);
        assertThat(tiny.isPaused()).isFalse();
        tiny.look(0, 1, null);
        assertThat(tiny.isPaused()).isTrue();
        assertThat(tiny.look(0, 0, null)).isTrue();
    }
}
