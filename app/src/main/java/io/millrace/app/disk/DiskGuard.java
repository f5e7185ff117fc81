package io.millrace.app.disk;

import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import io.millrace.model.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Refuses what the disk has no room for, before it is half written. Thread-safe. */
public final class DiskGuard {

    private final Supplier<DiskLevel> level;

    public DiskGuard(Supplier<DiskLevel> level) {
        this.level = level;
    }

    /** Before the log: process values go first, the rest has the last of the room. */
    public LogWriter before(LogWriter log) {
        return new LogWriter() {
            @Override
            public CompletionStage<Void> write(LogRecord record) {
                return isRefused(record.log())
                        ? CompletableFuture.failedFuture(problem().asException())
                        : log.write(record);
            }
        };
    }

    private boolean isRefused(LogTopic topic) {
        DiskLevel now = level.get();
        return now == DiskLevel.FULL || now == DiskLevel.SCARCE && topic == LogTopic.SAMPLES;
    }

    /** Before a historian on the same disk: the log keeps the records until there is room. */
    public LogSink before(LogSink sink) {
        return new LogSink() {
            @Override
            public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception {
                return sink.positions(partitions);
            }

            @Override
            public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
                if (level.get() == DiskLevel.FULL) {
                    throw problem().asException();
                }
                sink.store(records, next);
            }
        };
    }

    private static Problem problem() {
        return Problem.of(
                "disk-full",
                "The disk of the hub's data folder is nearly full.",
                "Free some space; the message is taken when there is room again.");
    }
}
