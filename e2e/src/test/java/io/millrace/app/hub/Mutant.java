package io.millrace.app.hub;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogSink;
import io.millrace.model.LogWriter;
import io.millrace.model.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** The mistakes that systems of this kind really make. The prover must notice each of them. */
enum Mutant {
    /** Answers the sender as soon as the message is in memory, and writes it to the log when it gets round to it. */
    ACKNOWLEDGES_BEFORE_THE_LOG {
        @Override
        Joints joints(Path folder) {
            return new Joints(log -> behind(new LinkedBlockingQueue<>(200_000), log, true), UnaryOperator.identity());
        }
    },
    /** As the field does by default: a queue of 1,000, and what does not fit is dropped without a word. */
    QUEUES_A_THOUSAND_AND_DROPS_THE_REST {
        @Override
        Joints joints(Path folder) {
            return new Joints(log -> behind(new ArrayBlockingQueue<>(1_000), log, false), UnaryOperator.identity());
        }
    },
    /** Remembers how far it has read before it has stored the rows. */
    COMMITS_OFFSETS_BEFORE_ROWS {
        @Override
        Joints joints(Path folder) {
            return new Joints(UnaryOperator.identity(), sink -> new EagerOffsets(sink, folder.resolve("offsets")));
        }
    },
    /** What a processor says anew of something it had said before is no news to it. */
    IGNORES_CORRECTIONS {
        @Override
        Joints joints(Path folder) {
            return new Joints(UnaryOperator.identity(), FirstWordCounts::new);
        }
    },
    /** Its sums of hours, shifts and days are wrong by one: those of the counters, and those that are figures. */
    ADDS_ONE_TO_EVERY_PERIOD {
        @Override
        List<String> statements() {
            return List.of("""
                    CREATE OR REPLACE FUNCTION millrace.one_more_in_total() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      IF NEW.integer IS NOT NULL AND EXISTS (
                          SELECT FROM millrace.tag
                           WHERE id = NEW.tag_id AND topic ~ '/pieces/(hour|shift|day)$') THEN
                        NEW.integer := NEW.integer + 1;
                      END IF;
                      RETURN NEW;
                    END $$
                    """, """
                    CREATE OR REPLACE TRIGGER one_more BEFORE INSERT ON millrace.sample
                       FOR EACH ROW EXECUTE FUNCTION millrace.one_more_in_total()
                    """, """
                    CREATE OR REPLACE FUNCTION millrace.one_more_in_figure() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      NEW.scrap := NEW.scrap + 1;
                      RETURN NEW;
                    END $$
                    """, """
                    CREATE OR REPLACE TRIGGER one_more BEFORE INSERT ON millrace.oee
                       FOR EACH ROW EXECUTE FUNCTION millrace.one_more_in_figure()
                    """);
        }
    },
    /** What came before and comes again gets an identity of its own. */
    KNOWS_NO_DUPLICATES {
        @Override
        List<String> statements() {
            return List.of("""
                    CREATE OR REPLACE FUNCTION millrace.another_identity() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      IF NEW.id IS NULL AND EXISTS (
                          SELECT FROM millrace.sample WHERE tag_id = NEW.tag_id AND ts = NEW.ts AND id IS NULL) THEN
                        NEW.id := gen_random_uuid()::text;
                      END IF;
                      RETURN NEW;
                    END $$
                    """, """
                    CREATE OR REPLACE TRIGGER another_identity BEFORE INSERT ON millrace.sample
                       FOR EACH ROW EXECUTE FUNCTION millrace.another_identity()
                    """);
        }
    };

    /** The mistake between the joints of a hub. */
    Joints joints(Path folder) {
        return Joints.SOUND;
    }

    /** The mistake in its database. */
    List<String> statements() {
        return List.of();
    }

    /** Puts a queue before the log, with one thread behind it that takes its time for each record as a slow disk does. */
    private static LogWriter behind(BlockingQueue<LogRecord> queue, LogWriter log, boolean waits) {
        Thread drain = new Thread(
                () -> {
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            LogRecord record = queue.take();
                            log.write(record).toCompletableFuture().get();
                        }
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    } catch (ExecutionException lost) {
                        throw new IllegalStateException(lost);
                    }
                },
                "mutant");
        drain.setDaemon(true);
        drain.start();
        return record -> {
            if (waits) {
                try {
                    queue.put(record);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return CompletableFuture.failedFuture(interrupted);
                }
            } else {
                boolean kept = queue.offer(record);
                if (!kept) {
                    return CompletableFuture.completedFuture(null);
                }
            }
            return CompletableFuture.completedFuture(null);
        };
    }

    /** Keeps its own place, in a file, and writes it first. */
    private static final class EagerOffsets implements LogSink {
        private final LogSink sink;
        private final Path file;
        private final Map<LogPartition, Long> places = new HashMap<>();

        EagerOffsets(LogSink sink, Path file) {
            this.sink = sink;
            this.file = file;
        }

        @Override
        public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception {
            Map<LogPartition, Long> positions = new HashMap<>(sink.positions(partitions));
            Properties known = read();
            for (LogPartition partition : partitions) {
                String place = known.getProperty(partition.toString());
                if (place != null) {
                    positions.merge(partition, Long.parseLong(place), Math::max);
                }
            }
            return positions;
        }

        @Override
        public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
            places.putAll(next);
            Properties all = read();
            places.forEach((partition, offset) -> all.setProperty(partition.toString(), Long.toString(offset)));
            try (var out = Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                all.store(out, null);
            }
            sink.store(records, next);
        }

        private Properties read() {
            Properties known = new Properties();
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    known.load(in);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
            return known;
        }
    }

    /** Stores the first thing that is said of anything. */
    private record FirstWordCounts(LogSink sink) implements LogSink {
        @Override
        public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception {
            return sink.positions(partitions);
        }

        @Override
        public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
            List<StoredRecord> firstWords = records.stream()
                    .filter(stored -> !stored.record().headers().containsKey(Headers.CORRECTION))
                    .toList();
            sink.store(firstWords, next);
        }

        @Override
        public void settle() throws Exception {
            sink.settle();
        }
    }
}
