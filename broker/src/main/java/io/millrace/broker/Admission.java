package io.millrace.broker;

import com.hivemq.mqtt.message.MessageWithID;
import io.netty.channel.ChannelPromise;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to its acknowledgement. The state goes from pending to one of the others, once, on any thread;
 * it is what the gate's stage calls when it completes. The rest belongs to {@link Acknowledgements}.
 */
final class Admission implements BiConsumer<@Nullable Object, @Nullable Throwable> {

    /** The connection it came over. Thread-safe. */
    interface Owner {

        String clientId();

        /** The gate is done with it; null when it took the message. */
        void settled(Admission admission, @Nullable Throwable failure);

        /** Its state is another, by what happened elsewhere. */
        void note(Admission admission);
    }

    enum State {
        PENDING,
        TAKEN,
        REFUSED
    }

    /** Not answered yet. */
    static final int NO_ANSWER = -2;

    /** The answer is the packet. */
    static final int PACKET = -1;

    final int packetId;
    final int qos;
    final long cost;
    final long sinceNanos;

    /** Whether it is with the gate, or ordinary MQTT. */
    final boolean gated;

    private final Owner owner;
    private volatile State state;
    private volatile @Nullable Runnable follower;

    /** A reason code of PUBACK, or one of the above. */
    int answer = NO_ANSWER;

    @Nullable
    MessageWithID packet;

    @Nullable
    ChannelPromise promise;

    /** Who was expected next. */
    @Nullable
    Admission next;

    @Nullable
    Admission nextInBucket;

    /** In no bucket: nothing more will be asked about it. */
    boolean stray;

    private Admission(Owner owner, int packetId, int qos, long cost, long sinceNanos, boolean gated, State state) {
        this.owner = owner;
        this.packetId = packetId;
        this.qos = qos;
        this.cost = cost;
        this.sinceNanos = sinceNanos;
        this.gated = gated;
        this.state = state;
    }

    static Admission of(Owner owner, int packetId, int qos, long cost, long sinceNanos) {
        return new Admission(owner, packetId, qos, cost, sinceNanos, true, State.PENDING);
    }

    /** A message the gate has nothing to do with; only its turn matters. */
    static Admission ungated(Owner owner, int packetId, int qos) {
        return new Admission(owner, packetId, qos, 0, System.nanoTime(), false, State.TAKEN);
    }

    String clientId() {
        return owner.clientId();
    }

    State state() {
        return state;
    }

    boolean isDone() {
        return answer != NO_ANSWER && state == State.TAKEN;
    }

    /** The gate is done with it. */
    @Override
    public void accept(@Nullable Object nothing, @Nullable Throwable failure) {
        owner.settled(this, failure);
    }

    void settle(State outcome) {
        state = outcome;
        Runnable told = follower;
        if (told != null) {
            told.run();
        }
    }

    /**
     * The same message over a later connection of its client. It is settled when this one is; at once, and perhaps
     * twice, if this one is settled.
     */
    Admission followedBy(Owner later) {
        Admission same = new Admission(later, packetId, qos, 0, System.nanoTime(), true, State.PENDING);
        Runnable told = () -> {
            same.settle(state);
            later.note(same);
        };
        follower = told;
        if (state != State.PENDING) {
            told.run();
        }
        return same;
    }
}
