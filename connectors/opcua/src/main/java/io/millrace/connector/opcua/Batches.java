package io.millrace.connector.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Cuts a long list into requests, one after the other, no larger than the server takes. What a server finds too large
 * all the same is halved, and remembered. Thread-safe.
 */
final class Batches {

    private volatile int limit;

    Batches(int limit) {
        this.limit = Math.max(1, limit);
    }

    /** @param exchange sends one batch; completes with one answer for each of its items, in order */
    <T, R> CompletableFuture<List<R>> inOrder(
            List<T> items, Function<List<T>, CompletableFuture<? extends List<R>>> exchange) {
        return from(0, items, new ArrayList<>(items.size()), exchange);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // thenCompose waits for the stage within the stage
    private <T, R> CompletableFuture<List<R>> from(
            int start, List<T> items, List<R> done, Function<List<T>, CompletableFuture<? extends List<R>>> exchange) {
        if (start >= items.size()) {
            return CompletableFuture.completedFuture(done);
        }
        int end = Math.min(items.size(), start + limit);
        List<T> batch = items.subList(start, end);
        CompletableFuture<? extends List<R>> answered = exchange.apply(batch);
        return answered.handle((answers, fault) -> {
                    if (fault == null) {
                        done.addAll(answers);
                        return from(end, items, done, exchange);
                    }
                    if (batch.size() > 1 && Faults.isTooLarge(fault)) {
                        limit = Math.max(1, batch.size() / 2);
                        return from(start, items, done, exchange);
                    }
                    return CompletableFuture.<List<R>>failedFuture(fault);
                })
                .thenCompose(Function.identity());
    }
}
