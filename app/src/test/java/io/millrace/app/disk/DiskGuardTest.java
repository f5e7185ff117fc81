package io.millrace.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DiskGuardTest {

    private DiskLevel level = DiskLevel.AMPLE;
    private final DiskGuard guard = new DiskGuard(() -> level);
    private final List<LogRecord> written = new ArrayList<>();
    private final LogWriter log = guard.before((LogWriter) record -> {
        written.add(record);
        return CompletableFuture.completedFuture(null);
    });

    @Test
    void aTightDiskTakesEverything() {
        level = DiskLevel.TIGHT;

        assertThat(isTaken(LogTopic.SAMPLES)).isTrue();
        assertThat(isTaken(LogTopic.EVENTS)).isTrue();
    }

    @Test
    void businessEventsHaveTheLastOfTheRoom() {
        level = DiskLevel.SCARCE;

        assertThat(isTaken(LogTopic.SAMPLES)).isFalse();
        assertThat(isTaken(LogTopic.EVENTS)).isTrue();
        assertThat(isTaken(LogTopic.QUARANTINE)).isTrue();
    }

    @Test
    void aFullDiskTakesNothingAndSaysSo() {
        level = DiskLevel.FULL;

        assertThat(isTaken(LogTopic.EVENTS)).isFalse();
        assertThat(written).isEmpty();
        assertThatThrownBy(() ->
                        log.write(record(LogTopic.EVENTS)).toCompletableFuture().join())
                .hasMessageContaining("nearly full");
    }

    @Test
    void theHistorianWaitsOnlyWhenTheDiskIsFull() throws Exception {
        List<StoredRecord> stored = new ArrayList<>();
        LogSink sink = guard.before(new LogSink() {
            @Override
            public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
                return Map.of();
            }

            @Override
            public void store(List<StoredRecord> records, Map<LogPartition, Long> next) {
                stored.addAll(records);
            }
        });
        LogPartition partition = new LogPartition(LogTopic.EVENTS, 0);
        List<StoredRecord> batch = List.of(new StoredRecord(partition, 0, 0, record(LogTopic.EVENTS)));

        level = DiskLevel.SCARCE;
        sink.store(batch, Map.of(partition, 1L));
        level = DiskLevel.FULL;

        assertThatThrownBy(() -> sink.store(batch, Map.of(partition, 2L))).isInstanceOf(ProblemException.class);
        assertThat(stored).hasSize(1);
    }

    private boolean isTaken(LogTopic topic) {
        return !log.write(record(topic)).toCompletableFuture().isCompletedExceptionally();
    }

    private static LogRecord record(LogTopic topic) {
        return new LogRecord(topic, "umh/v1/a/_historian/b", new byte[0], Map.of());
    }
}
