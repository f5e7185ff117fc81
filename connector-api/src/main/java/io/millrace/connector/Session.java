package io.millrace.connector;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One life of the link to a device. Made by {@link Connector#open}, used by one thread, closed once. Never blocks
 * except in {@link #close}.
 *
 * @param <A> the record of an address
 */
public interface Session<A extends Record> extends AutoCloseable {

    /**
     * Reads a batch, at most {@link Connector#maxBatch} addresses of one lane. The stage completes with one reading for
     * each address, in order; a bad item is a reading with a Bad quality and never fails its neighbours. The stage
     * itself fails only when the whole exchange did (a time-out, a closed socket), and it always ends within the
     * time-out of the settings.
     */
    default CompletionStage<List<Reading>> read(List<A> addresses) {
        return unsupported(Capability.READ);
    }

    /**
     * Makes these the monitored tags, all of them: the session works out what to add and what to remove, and leaves
     * the others undisturbed. A tag that cannot be monitored is received as a reading with a Bad quality, and is tried
     * again by the next call with it. The stage completes when the device has answered.
     */
    default CompletionStage<Void> monitor(List<Monitored<A>> tags) {
        return unsupported(Capability.SUBSCRIBE);
    }

    /**
     * Lists what lies below a place in the device, a page at a time.
     *
     * @param parent {@link BrowseEntry#id} of a place; null is the top
     * @param continuation {@link BrowsePage#continuation} of the page before; null is the first page
     */
    default CompletionStage<BrowsePage<A>> browse(@Nullable String parent, @Nullable String continuation) {
        return unsupported(Capability.BROWSE);
    }

    /** Writes one value. The stage never fails: every end is an outcome. */
    default CompletionStage<WriteOutcome> write(A address, Value value) {
        return unsupported(Capability.WRITE);
    }

    /** Ends the session and everything it started. Idempotent; returns within a few seconds, whatever the device does. */
    @Override
    void close();

    private static <T> CompletionStage<T> unsupported(Capability capability) {
        return CompletableFuture.failedFuture(new ProblemException(
                Problem.of("not-supported", "This connector has no capability " + capability + ".")));
    }
}
