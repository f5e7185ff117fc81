package io.millrace.bench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import io.millrace.stage.StageException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistorianRecordsTest {

    private static final long FIRST = 1_795_000_000_000_000L;

    private final HistorianRecords scattered = HistorianRecords.scattered("umh/v1/bench", 300, FIRST, 120);
    private final HistorianRecords everySecond = HistorianRecords.everySecond("umh/v1/bench/day", 100, FIRST);

    @Test
    void aPayloadIsOneThatTheNamespaceReads() {
        Payloads payloads = new Payloads(Clock.fixed(Instant.ofEpochSecond(FIRST / 1_000_000), ZoneOffset.UTC));
        Namespace namespace = new Namespace("umh/v1");
        for (HistorianRecords records : List.of(scattered, everySecond)) {
            for (long n = 0; n < 500; n++) {
                Message message =
                        payloads.read(namespace.parse(records.topic(records.tag(n))), records.payload(n), FIRST);

                List<Sample> samples = ((Message.Samples) message).samples();
                assertThat(samples).hasSize(1);
                assertThat(samples.get(0).timestampMicros()).isEqualTo(records.micros(n));
                assertThat(samples.get(0).value()).isEqualTo(Value.of(records.value(n)));
            }
        }
    }

    @Test
    void payloadsAreAsLongAsAskedFor() {
        assertThat(scattered.payload(7)).hasSize(120);
        assertThat(everySecond.payload(7).length).isBetween(40, 60);
    }

    @Test
    void noTwoSamplesAreTheSameRow() {
        for (HistorianRecords records : List.of(scattered, everySecond)) {
            Set<String> keys = new HashSet<>();
            for (long n = 0; n < 1_000; n++) {
                keys.add(records.topic(records.tag(n)) + "@" + records.micros(n));
            }
            assertThat(keys).hasSize(1_000);
        }
    }

    @Test
    void everyTagHasASampleASecond() {
        assertThat(everySecond.micros(99)).isEqualTo(FIRST);
        assertThat(everySecond.micros(100)).isEqualTo(FIRST + 1_000_000);
        assertThat(everySecond.tag(100)).isZero();
    }

    @Test
    void anotherProcessIsToldTheSame() {
        assertThat(HistorianRecords.parse(scattered.words())).isEqualTo(scattered);
        assertThat(HistorianRecords.parse(everySecond.words())).isEqualTo(everySecond);
    }

    @Test
    void whatAToolCountedIsUnderstoodAndAnythingElseIsNot() {
        HistorianTool.Count count = new HistorianTool.Count(3_000, 1.5);

        assertThat(HistorianTool.Count.parse(count.words())).isEqualTo(count);
        assertThat(count.perSecond()).isEqualTo(2_000);
        assertThatThrownBy(() -> HistorianTool.Count.parse("out of memory"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("out of memory");
    }
}
