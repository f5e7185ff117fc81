package io.millrace.ingest;

import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to the log, a few at a time, and keeps each until the log has it. Not thread-safe: owned by the
 * connection's thread.
 *
 * <p>When the log refuses a sample, nothing further is sent; once all that are under way have ended, the refused ones
 * are sent again after a pause, in order, and with them whatever came later of the same tags. So the last word of a tag
 * is the last in the log too. What the log had taken all the same of these tags is there twice, under one identity and
 * one sequence number: a duplicate.
 */
final class Outbox {

    /** Hears of batches that have ended well. */
    @FunctionalInterface
    interface Ended {
        /** @param aside the positions of those that are in the quarantine, where they need not come again */
        void accept(SampleBatch batch, BitSet aside);
    }

    /** A batch under way. */
    private static final class Flight {
        final SampleBatch batch;
        /** What is in the quarantine: it is in no order with what is in the log, and need not come again. */
        final BitSet aside = new BitSet();

        Sending sending = new Sending(1);
        long sentNanos;

        BitSet all() {
            BitSet all = new BitSet();
            all.set(0, batch.samples().size());
            return all;
        }

        boolean isDone() {
            return sending.done().isDone();
        }

        boolean isRefused() {
            return sending.done().isCompletedExceptionally();
        }

        Flight(SampleBatch batch) {
            this.batch = batch;
        }
    }

    private final SampleWriter sink;
    private final int maxInFlight;
    private final Backoff backoff;
    private final Time time;
    private final Runnable wakeUp;
    private final Ended ended;
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();

    private boolean refused;
    private boolean pausing;
    private long resumeNanos;
    private @Nullable String failure;
    private volatile long latencyNanos;
    private volatile long retries;

    /**
     * @param wakeUp called from any thread when a batch has ended
     * @param ended told of each batch that has ended well
     */
    Outbox(SampleWriter sink, int maxInFlight, Backoff backoff, Time time, Runnable wakeUp, Ended ended) {
        this.sink = sink;
        this.maxInFlight = maxInFlight;
        this.backoff = backoff;
        this.time = time;
        this.wakeUp = wakeUp;
        this.ended = ended;
    }

    boolean hasRoom() {
        // what came now of a tag that was refused would only have to come again
        return !refused && flights.size() < maxInFlight && !anyFailed();
    }

    private boolean anyFailed() {
        for (Flight flight : flights) {
            if (flight.sending.hasFailed()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    void send(SampleBatch batch) {
        Flight flight = new Flight(batch);
        flights.addLast(flight);
        launch(flight, null);
    }

    /** @param which of its samples; absent for all */
    private void launch(Flight flight, @Nullable BitSet which) {
        flight.sentNanos = time.now();
        try {
            flight.sending = sink.write(flight.batch, which);
        } catch (RuntimeException thrown) {
            flight.sending = Sending.notBegun(which == null ? flight.all() : which, thrown);
        }
        if (flight.isRefused()) {
            refuse(flight);
        } else {
            // how it ended is read by settle()
            var unused = flight.sending.done().whenComplete((done, failed) -> wakeUp.run());
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    private void refuse(Flight flight) {
        refused = true;
        failure = sentence(flight.sending.done());
        retries++;
        wakeUp.run();
    }

    /** Looks at what has ended, and sends again what is due. */
    void settle() {
        for (Flight flight : flights) {
            if (!refused && flight.isRefused()) {
                refuse(flight);
            }
        }
        while (!flights.isEmpty() && isDelivered(flights.getFirst())) {
            Flight first = flights.removeFirst();
            latencyNanos = time.now() - first.sentNanos;
            first.aside.or(first.sending.aside());
            ended.accept(first.batch, first.aside);
            if (!refused) {
                failure = null;
                backoff.reset();
            }
        }
        if (refused && flights.stream().allMatch(Flight::isDone)) {
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
        Set<Topic> late = new HashSet<>();
        for (Flight flight : flights) {
            BitSet again = again(flight, late);
            if (again.isEmpty()) {
                continue;
            }
            if (refused) {
                flight.sending = Sending.notBegun(again, new IllegalStateException("not sent"));
            } else {
                launch(flight, again);
            }
        }
    }

    /**
     * What is to be sent again of a batch.
     *
     * @param late the tags of which something before has to be sent again; those of this batch are added
     */
    private static BitSet again(Flight flight, Set<Topic> late) {
        flight.aside.or(flight.sending.aside());
        BitSet again = flight.sending.missing();
        List<Sample> samples = flight.batch.samples();
        for (int i = 0; i < samples.size(); i++) {
            Topic tag = samples.get(i).topic();
            if (again.get(i)) {
                late.add(tag);
            } else if (late.contains(tag) && !flight.aside.get(i)) {
                again.set(i);
            }
        }
        return again;
    }

    private static boolean isDelivered(Flight flight) {
        return flight.isDone() && !flight.isRefused();
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
