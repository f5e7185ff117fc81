package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Filters within a connection: what is kept back comes out in time, and in any case when the device falls silent. */
class ConnectionLoopReportTest {

    private final Bench bench = new Bench();

    @Test
    void whatADeadBandLeavesOutIsCounted() {
        bench.with(Bench.reporting("t", new ReportRule(1, 0, Duration.ZERO, null)))
                .start();
        say(10, 10.5, 11.5, 11);
        assertThat(bench.log.values("t")).containsExactly("10.0", "11.5");
        assertThat(bench.metric("connection_left_out")).isEqualTo(2);
        assertThat(bench.loop.status().leftOut()).isEqualTo(2);
        TagState state = bench.loop.tags().get(0).state(bench.time.time());
        assertThat(state.last())
                .extracting(Reading::value)
                .as("people see the newest")
                .isEqualTo(Value.of(11.0));
        assertThat(state.reported()).extracting(TagState.Reported::passed).isEqualTo(2L);
    }

    @Test
    void whatWaitsForItsIntervalComesOutThoughTheDeviceIsSilent() {
        bench.with(Bench.reporting("t", new ReportRule(0, 0, Duration.ofSeconds(5), null)))
                .start();
        say(1, 2, 3);
        bench.pass(Duration.ofSeconds(4));
        assertThat(bench.log.values("t")).containsExactly("1.0");
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.log.values("t")).containsExactly("1.0", "3.0");
    }

    @Test
    void whatADoorKeepsBackComesOutBeforeTheHubSpeaks() {
        bench.with(Bench.reporting("t", new ReportRule(0, 0.5, Duration.ZERO, null)))
                .start();
        say(1, 1.1, 1.2);
        assertThat(bench.log.values("t")).containsExactly("1.0");
        bench.loop.requestStop();
        bench.settle();
        assertThat(bench.log.values("t"))
                .containsExactly("1.0", "1.2", "null " + Quality.BAD_OUT_OF_SERVICE.unsigned());
    }

    private void say(double... values) {
        for (double value : values) {
            bench.time.advance(Duration.ofMillis(10));
            bench.device.session().listener.received(0, Reading.good(Value.of(value)));
            bench.settle();
        }
    }
}
