package io.millrace.ingest;

import io.millrace.model.SampleBatch;
import io.millrace.model.SampleSink;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to the log, a few at a time, and keeps each until the log has it. Not thread-safe: owned by the
 * connection's thread.
 *
 * <p>When the log refuses a batch, nothing further is sent; once all that are under way have ended, the refused batch
 * and every one after it are sent again, in order, after a pause. So the last word of a tag is the last in the log too.
 * A sample that the log had taken all the same is there twice, under one identity and one sequence number: a duplicate.
 */
final class Outbox {

    /** A batch under way. */
    private static final class Flight {
        final SampleBatch batch;
        CompletableFuture<Void> ended = new CompletableFuture<>();
        long sentNanos;

        Flight(SampleBatch batch) {
            this.batch = batch;
        }
    }

    private final SampleSink sink;
    private final int maxInFlight;
    private final Backoff backoff;
    private final Time time;
    private final Runnable wakeUp;
    private final LongConsumer delivered;
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();

    private boolean refused;
    private boolean pausing;
    private long resumeNanos;
    private @Nullable String failure;
    private volatile long latencyNanos;
    private volatile long retries;

    /**
     * @param wakeUp called from any thread when a batch has ended
     * @param delivered told how many samples became durable
     */
    Outbox(SampleSink sink, int maxInFlight, Backoff backoff, Time time, Runnable wakeUp, LongConsumer delivered) {
        this.sink = sink;
        this.maxInFlight = maxInFlight;
        this.backoff = backoff;
        this.time = time;
        this.wakeUp = wakeUp;
        this.delivered = delivered;
    }

    boolean hasRoom() {
        return !refused && flights.size() < maxInFlight;
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    void send(SampleBatch batch) {
        Flight flight = new Flight(batch);
        flights.addLast(flight);
        launch(flight);
    }

    private void launch(Flight flight) {
        flight.sentNanos = time.now();
        try {
            flight.ended = sink.write(flight.batch).toCompletableFuture();
        } catch (RuntimeException thrown) {
            flight.ended = CompletableFuture.failedFuture(thrown);
        }
        if (flight.ended.isCompletedExceptionally()) {
            refuse(flight);
        } else {
            // how it ended is read by settle()
            var unused = flight.ended.whenComplete((done, failed) -> wakeUp.run());
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    private void refuse(Flight flight) {
        refused = true;
        failure = sentence(flight.ended);
        retries++;
        wakeUp.run();
    }

    /** Looks at what has ended, and sends again what is due. */
    void settle() {
        for (Flight flight : flights) {
            if (!refused && flight.ended.isCompletedExceptionally()) {
                refuse(flight);
            }
        }
        while (!flights.isEmpty() && isDelivered(flights.getFirst())) {
            Flight first = flights.removeFirst();
            latencyNanos = time.now() - first.sentNanos;
            delivered.accept(first.batch.samples().size());
            if (!refused) {
                failure = null;
                backoff.reset();
            }
        }
        if (refused && flights.stream().allMatch(flight -> flight.ended.isDone())) {
            if (!pausing) {
                pausing = true;
                resumeNanos = time.now() + backoff.next();
            } else if (time.now() - resumeNanos >= 0) {
                sendAgain();
            }
        }
    }

    private void sendAgain() {
        pausing = false;
        refused = false;
        for (Flight flight : flights) {
            if (refused) {
                flight.ended = CompletableFuture.failedFuture(new IllegalStateException("not sent"));
            } else {
                launch(flight);
            }
        }
    }

    private static boolean isDelivered(Flight flight) {
        return flight.ended.isDone() && !flight.ended.isCompletedExceptionally();
    }

    /** Nanoseconds until {@link #settle} has something to do by itself; {@link Long#MAX_VALUE} when it has not. */
    long idleNanos() {
        return pausing ? Math.max(0, resumeNanos - time.now()) : Long.MAX_VALUE;
    }

    /** Why the log refused the latest batch; null when it took it. */
    @Nullable
    String failure() {
        return failure;
    }

    /** How long the latest batch took to become durable. Any thread. */
    long latencyNanos() {
        return latencyNanos;
    }

    /** How often batches had to be sent again. Any thread. */
    long retries() {
        return retries;
    }

    private static String sentence(CompletableFuture<Void> failed) {
        try {
            failed.join();
            return "";
        } catch (CompletionException wrapped) {
            return Failures.sentence(wrapped);
        } catch (RuntimeException direct) {
            return Failures.sentence(direct);
        }
    }
}
