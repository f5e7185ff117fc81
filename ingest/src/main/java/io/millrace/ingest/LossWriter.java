package io.millrace.ingest;

import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ledger what was lost: every few seconds, and at the end, it writes the facts of {@link Losses} to the log on
 * a thread of its own. A fact that the log did not take is written again later under the same identity; meanwhile no new
 * ones are made, so what waits is bounded as {@code Losses} is. What was noted in the last seconds before a {@code kill
 * -9} is not told.
 */
final class LossWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LossWriter.class);

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final int AT_ONCE = 500;

    private final Losses losses;
    private final LogWriter writer;
    private final String origin;
    private final Duration every;
    private final Thread thread;
    /** By their ids, in order; guarded by this object, as all that follows. */
    private final Map<String, LedgerFact> waiting = new LinkedHashMap<>();

    private boolean closing;
    private long closeUntilNanos;
    private boolean refused;

    /** What was handed to the log together. */
    private static final class Round {
        int open;
        boolean failed;
    }

    LossWriter(Losses losses, LogWriter writer, String origin, Duration every) {
        this.losses = losses;
        this.writer = writer;
        this.origin = origin;
        this.every = every;
        this.thread = new Thread(this::run, "ingest-losses");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean last;
        do {
            last = pause();
            try {
                tell(last);
            } catch (RuntimeException fault) {
                log.atError().setCause(fault).log("the ledger could not be told of losses; report this");
            }
        } while (!last);
        sayWhatIsLeft();
    }

    /** Whether it was the last pause. */
    private synchronized boolean pause() {
        long until = System.nanoTime() + every.toNanos();
        while (!closing && until - System.nanoTime() > 0) {
            await(until);
        }
        return closing;
    }

    private void tell(boolean last) {
        if (write(first())) {
            keep(losses.take(last));
            boolean all = true;
            for (List<LedgerFact> some = first(); all && !some.isEmpty(); some = first()) {
                all = write(some);
            }
        }
    }

    private synchronized void keep(List<LedgerFact> facts) {
        facts.forEach(fact -> waiting.put(fact.id(), fact));
    }

    private synchronized List<LedgerFact> first() {
        return waiting.values().stream().limit(AT_ONCE).toList();
    }

    /** Whether the log has them all. */
    private boolean write(List<LedgerFact> facts) {
        Round round = new Round();
        round.open = facts.size();
        for (LedgerFact fact : facts) {
            var unused = append(fact).whenComplete((done, failure) -> ended(round, fact, failure));
        }
        return isAnswered(round);
    }

    private CompletionStage<Void> append(LedgerFact fact) {
        try {
            return writer.write(LedgerFacts.write(fact, origin));
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private synchronized void ended(Round round, LedgerFact fact, @Nullable Throwable failure) {
        round.open--;
        if (failure == null) {
            waiting.remove(fact.id());
            refused = false;
        } else {
            round.failed = true;
            if (!refused) {
                refused = true;
                log.atWarn()
                        .log(
                                "the log does not take what is to be told to the ledger; it is kept and tried again: {}",
                                Failures.sentence(failure));
            }
        }
        notifyAll();
    }

    private synchronized boolean isAnswered(Round round) {
        long until = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (round.open > 0) {
            long limit = closing && closeUntilNanos - until < 0 ? closeUntilNanos : until;
            if (limit - System.nanoTime() <= 0) {
                return false;
            }
            await(limit);
        }
        return !round.failed;
    }

    private void await(long untilNanos) {
        try {
            wait(Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException nobodyShould) {
            closing = true;
            closeUntilNanos = System.nanoTime();
        }
    }

    private synchronized void sayWhatIsLeft() {
        if (!waiting.isEmpty()) {
            long count = waiting.values().stream().mapToLong(LedgerFact::count).sum();
            log.atWarn()
                    .addKeyValue("facts", waiting.size())
                    .addKeyValue("lost", count)
                    .log("stopped before the ledger could be told of everything that was lost");
        }
    }

    /** Tells what is left, as far as the log takes it within two seconds. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closing) {
                closing = true;
                closeUntilNanos = System.nanoTime() + CLOSE_WITHIN.toNanos();
                notifyAll();
            }
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis() + 1_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
