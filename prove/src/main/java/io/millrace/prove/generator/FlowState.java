package io.millrace.prove.generator;

import io.millrace.prove.plant.Flow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where one flow of one line is: which number is next, what waits for its acknowledgement, what must be sent again.
 * Numbers follow one another without a hole, whatever happens to the broker. Not thread-safe.
 */
final class FlowState {

    /** Every so-manyth piece passes in the same microsecond as the one before. */
    private static final int TWINS = 5;

    /** Pieces that pile up before the line stands still. */
    private static final int BACKLOG = 300;

    private final Flow flow;
    private final double perMicro;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final ArrayDeque<Long> again = new ArrayDeque<>();
    private long next = 1;
    private long lastTimestamp;
    private long attempted;
    private long acknowledged;
    private double due;
    private long lastTick;

    private static final class Waiting {
        private final long timestampMicros;
        private int flying;

        Waiting(long timestampMicros) {
            this.timestampMicros = timestampMicros;
        }
    }

    FlowState(Flow flow, double perSecond) {
        this.flow = flow;
        this.perMicro = perSecond / 1e6;
    }

    /** What a former generator's journal says, in its order; then {@link #resume}. */
    void rememberAttempt(long number, long timestampMicros) {
        if (number >= next) {
            next = number + 1;
            attempted++;
            lastTimestamp = Math.max(lastTimestamp, timestampMicros);
            waiting.put(number, new Waiting(timestampMicros));
        }
    }

    void rememberAcknowledgement(long number) {
        if (waiting.remove(number) != null) {
            acknowledged++;
        }
    }

    /** What the former one never saw acknowledged must be sent again. */
    void resume() {
        waiting.keySet().stream().sorted().forEach(again::add);
    }

    /** Time passes and pieces pile up. */
    void tick(long nowMicros) {
        if (lastTick != 0) {
            due = Math.min(BACKLOG, due + (nowMicros - lastTick) * perMicro);
        }
        lastTick = nowMicros;
    }

    /** What has to be sent once more because nobody acknowledged it. */
    Optional<Sending> nextAgain() {
        Long number = again.poll();
        while (number != null) {
            Waiting message = waiting.get(number);
            if (message != null && message.flying == 0) {
                message.flying++;
                return Optional.of(new Sending(flow, number, message.timestampMicros));
            }
            number = again.poll();
        }
        return Optional.empty();
    }

    /** The next new message, when its time has come. */
    Optional<Sending> nextNew(long nowMicros) {
        if (due < 1) {
            return Optional.empty();
        }
        due--;
        long number = next++;
        boolean twin = flow == Flow.COUNT && number % TWINS == 0 && lastTimestamp != 0;
        long timestamp = twin ? lastTimestamp : Math.max(nowMicros, lastTimestamp + 1);
        lastTimestamp = timestamp;
        attempted++;
        Waiting message = new Waiting(timestamp);
        message.flying = 1;
        waiting.put(number, message);
        return Optional.of(new Sending(flow, number, timestamp));
    }

    /** A deliberate repetition of something that may long be acknowledged. */
    void repeated(Sending sending) {
        Waiting message = waiting.get(sending.number());
        if (message != null) {
            message.flying++;
        }
    }

    /** @return whether this acknowledgement is the first of its message */
    boolean acknowledged(long number) {
        boolean first = waiting.remove(number) != null;
        acknowledged += first ? 1 : 0;
        return first;
    }

    void failed(long number) {
        Waiting message = waiting.get(number);
        if (message != null && --message.flying <= 0) {
            message.flying = 0;
            again.add(number);
        }
    }

    void standStill() {
        due = 0;
        lastTick = 0;
    }

    long attempted() {
        return attempted;
    }

    long acknowledged() {
        return acknowledged;
    }

    int unacknowledged() {
        return waiting.size();
    }
}
