package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.ConnectionState;
import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sample that the log will never take keeps nothing behind it waiting. */
class ConnectionLoopTooLargeTest {

    private final Bench bench = new Bench();

    @Test
    void aSampleThatIsTooLargeForTheLogIsSetAsideAndItsConnectionGoesOn() {
        bench.limits(3, 4)
                .with(Bench.subscribed("a"))
                .with(Bench.subscribed("b"))
                .start();
        bench.log.refuse(
                record ->
                        record.log() == LogTopic.SAMPLES && FakeLog.text(record).contains("\"value\":4"),
                FakeLog.tooLarge());
        for (int i = 0; i < 9; i++) {
            bench.device.session().says(i % 2, i);
        }
        bench.passSeconds(10);

        assertThat(bench.log.records(LogTopic.SAMPLES)).hasSize(8);
        assertThat(bench.log.records(LogTopic.QUARANTINE)).singleElement().satisfies(record -> {
            assertThat(record.key()).endsWith("/a");
            assertThat(FakeLog.text(record)).contains("\"value\":4");
            assertThat(record.headers())
                    .containsEntry(Headers.ERROR_CODE, "record-too-large")
                    .containsEntry(Headers.SOURCE, "kiln")
                    .containsEntry(Headers.SEQUENCE, "5")
                    .containsEntry(Headers.ATTEMPTS, "1")
                    .containsEntry(Headers.FIRST_SEEN, record.headers().get(Headers.RECEIVED));
        });
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.loop.status().samples()).isEqualTo(8);
        assertThat(bench.metric("connection_quarantined")).isEqualTo(1);
        assertThat(bench.metric("connection_log_retries")).isZero();
    }

    @Test
    void aSampleThatIsFoundTooLargeLaterIsSetAsideOnceWhateverElseComesAgain() {
        bench.limits(6, 4).with(Bench.subscribed("a")).start();
        bench.log.stick();
        for (int i = 0; i < 6; i++) {
            bench.device.session().says(0, i);
        }
        bench.settle();

        // 1 fails, 3 is too large: 2, 4 and 5 come again behind 1, and 3 does not
        bench.log.failEach(Map.of(1, new IllegalStateException("The disk is full."), 3, FakeLog.tooLarge()));
        await().until(() -> bench.log.hanging() == 1);
        bench.log.release();
        await().until(() -> {
            bench.passSeconds(1);
            return bench.loop.status().samples() == 5;
        });

        assertThat(bench.log.values("/a")).containsExactly("0", "2", "4", "5", "3", "1", "2", "4", "5");
        assertThat(bench.log.records(LogTopic.QUARANTINE)).hasSize(1);
        assertThat(bench.metric("connection_quarantined")).isEqualTo(1);
    }

    @Test
    void aSampleThatNeitherTheLogNorTheQuarantineTakesWaits() {
        bench.limits(3, 4).with(Bench.subscribed("a")).start();
        bench.log.refuse(record -> true, FakeLog.tooLarge());
        bench.device.session().says(0, 1);
        bench.device.session().says(0, 2);
        bench.passSeconds(10);
        assertThat(bench.state()).isInstanceOf(ConnectionState.Degraded.class);

        bench.log.refuse(record -> record.log() == LogTopic.SAMPLES, FakeLog.tooLarge());
        bench.passSeconds(10);

        assertThat(bench.log.records(LogTopic.QUARANTINE)).hasSize(2);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.metric("connection_quarantined")).isEqualTo(2);
    }
}
