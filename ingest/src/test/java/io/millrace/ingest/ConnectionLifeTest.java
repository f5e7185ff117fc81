package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.ConnectionState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectionLifeTest {

    private final Instant start = FakeTime.START;
    private final ConnectionLife starting = ConnectionLife.stopped(start).started(start);

    @Test
    void anOpenSessionWaitsForAnAnswer() {
        assertThat(starting.opened(true, start).state()).isEqualTo(new ConnectionState.Starting());
        assertThat(starting.opened(true, start).answered(start).isActive()).isTrue();
        assertThat(starting.opened(false, start).state()).isEqualTo(new ConnectionState.Idle());
    }

    @Test
    void anotherReasonDoesNotRestartTheOutage() {
        ConnectionLife down = starting.degraded("first", start.plusSeconds(1)).degraded("second", start.plusSeconds(9));
        assertThat(down.state()).isEqualTo(new ConnectionState.Degraded("second"));
        assertThat(down.since()).isEqualTo(start.plusSeconds(1));
        assertThat(down.lastErrorAt()).isEqualTo(start.plusSeconds(9));
    }

    @Test
    void theLastErrorOutlivesRecovery() {
        ConnectionLife up = starting.degraded("gone", start).answered(start.plusSeconds(3));
        assertThat(up.isActive()).isTrue();
        assertThat(up.lastError()).isEqualTo("gone");
        assertThat(up.since()).isEqualTo(start.plusSeconds(3));
    }

    @Test
    void nothingWakesWhatIsStopped() {
        ConnectionLife ended = starting.ended(start);
        assertThat(ended.answered(start)
                        .degraded("x", start)
                        .opened(false, start)
                        .state())
                .isEqualTo(new ConnectionState.Stopped());
    }
}
