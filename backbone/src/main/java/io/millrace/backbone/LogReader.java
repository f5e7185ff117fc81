package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks single records up, each time with a consumer that belongs to no group and lives for one look. Few are at it at
 * a time, for the memory their fetches take; others wait for their turn. Thread-safe.
 */
final class LogReader implements AutoCloseable {

    /** For one look, its turn included. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final int AT_A_TIME = 2;

    private final ClientProperties clients;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);
    private final Set<Consumer<byte[], byte[]>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LogReader(ClientProperties clients) {
        this.clients = clients;
    }

    /** The earliest of these topics; see {@link Backbone#find}. */
    Optional<StoredRecord> find(
            Set<LogTopic> topics, String key, Instant from, Predicate<StoredRecord> wanted, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a look at " + limit + " records");
        }
        return look(look -> {
            StoredRecord earliest = null;
            for (LogTopic topic : topics) {
                long before = earliest == null ? Long.MAX_VALUE : earliest.timestampMillis();
                StoredRecord found = look.first(topic, key, from, before, wanted, limit);
                earliest = found == null ? earliest : found;
            }
            return Optional.ofNullable(earliest);
        });
    }

    Optional<StoredRecord> read(LogPartition partition, long offset) {
        return offset < 0 ? Optional.empty() : look(look -> Optional.ofNullable(look.at(partition, offset)));
    }

    private <T> T look(Function<Look, T> action) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw late(null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw closed("Interrupted while looking into the log.", interrupted);
        }
        try {
            return withConsumer(deadline, action);
        } finally {
            turns.release();
        }
    }

    private <T> T withConsumer(long deadline, Function<Look, T> action) {
        try {
            Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(clients.lookUp(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            open.add(consumer);
            try {
                if (closed) {
                    throw closed("The log is closed and cannot be read.", null);
                }
                return action.apply(new Look(consumer, deadline));
            } finally {
                open.remove(consumer);
                consumer.close(CloseOptions.timeout(CLOSE));
            }
        } catch (WakeupException closing) {
            throw closed("The log was closed while it was read.", closing);
        } catch (InterruptException interrupted) {
            throw closed("Interrupted while looking into the log.", interrupted);
        } catch (org.apache.kafka.common.errors.TimeoutException late) {
            throw late(late);
        } catch (KafkaException failed) {
            throw new BackboneException(
                    Kind.UNREACHABLE, "The log could not be read (" + Causes.sentence(failed) + ").", failed);
        }
    }

    static BackboneException late(@Nullable Throwable cause) {
        return new BackboneException(
                Kind.UNREACHABLE,
                "The log could not be searched within " + PATIENCE.toSeconds() + " seconds. Try again, or look at a"
                        + " shorter time.",
                cause);
    }

    private static BackboneException closed(String sentence, @Nullable Throwable cause) {
        return new BackboneException(Kind.CLOSED, sentence, cause);
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Consumer::wakeup);
    }
}
