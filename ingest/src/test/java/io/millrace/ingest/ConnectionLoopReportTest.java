package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.Headers;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
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

    @Test
    void whatIsLeftOutIsWrittenForProcessorsThatAskForItAndHasNoNumber() {
        bench.with(Bench.reporting("t", new ReportRule(1, 0, Duration.ZERO, null)))
                .unfiltered()
                .start();
        say(10, 10.5, 11.5, 11);

        assertThat(bench.log.values("t")).containsExactly("10.0", "10.5", "11.5", "11.0");
        assertThat(bench.log.records())
                .extracting(
                        record -> record.headers().get(Headers.FILTERED),
                        record -> record.headers().get(Headers.SEQUENCE),
                        record -> record.headers().containsKey(Headers.EPOCH))
                .containsExactly(
                        Tuple.tuple(null, "1", true),
                        Tuple.tuple("dead-band", null, false),
                        Tuple.tuple(null, "2", true),
                        Tuple.tuple("dead-band", null, false));
        assertThat(bench.metric("connection_samples")).as("delivered").isEqualTo(2);
        assertThat(bench.metric("connection_left_out")).isEqualTo(2);
        assertThat(bench.metric("connection_unfiltered")).isEqualTo(2);
        assertThat(bench.loop.tags().get(0).state(bench.time.time()).reported())
                .extracting(TagState.Reported::offered, TagState.Reported::passed)
                .containsExactly(4L, 2L);
    }

    @Test
    void whatADoorLetsPassAfterAllComesOnceMoreUnmarkedWithTheSameTime() {
        bench.with(Bench.reporting("t", new ReportRule(0, 0.5, Duration.ZERO, null)))
                .unfiltered()
                .start();
        say(1, 1.1, 1.2, 9);

        // 1 is written; 1.1 and 1.2 may lie on the line; 9 does not, so 1.2 is its corner
        assertThat(bench.log.records())
                .extracting(record -> record.headers().get(Headers.FILTERED))
                .containsExactly(null, "swinging-door", "swinging-door", null, "swinging-door");
        List<String> payloads = bench.log.payloads("t");
        assertThat(payloads.get(3)).contains("1.2").isEqualTo(payloads.get(2));
        assertThat(FakeLog.sequence(bench.log.records().get(3))).isEqualTo(2);
    }

    @Test
    void whatWasLeftOutIsSentAgainInItsPlaceWhenTheLogRefusesIt() {
        bench.with(Bench.reporting("t", new ReportRule(1, 0, Duration.ZERO, null)))
                .unfiltered()
                .start();
        say(10);
        bench.log.refuse(record -> true);
        say(10.5, 12, 12.5);
        bench.log.accept();
        bench.passSeconds(10);

        assertThat(bench.log.values("t")).containsExactly("10.0", "10.5", "12.0", "12.5");
        assertThat(bench.log.records().stream()
                        .map(record -> record.headers().get(Headers.SEQUENCE))
                        .filter(Objects::nonNull))
                .containsExactly("1", "2");
        assertThat(bench.metric("connection_samples")).isEqualTo(2);
        assertThat(bench.metric("connection_unfiltered")).isEqualTo(2);
    }

    private void say(double... values) {
        for (double value : values) {
            bench.time.advance(Duration.ofMillis(10));
            bench.device.session().listener.received(0, Reading.good(Value.of(value)));
            bench.settle();
        }
    }
}
