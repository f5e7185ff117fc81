package io.millrace.broker;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection's gate that runs on the threads of whoever takes the messages: it counts them down, notes a
 * refusal, and asks for a turn on the event loop of the connection, once for however many messages are finished in one go.
 * Thread-safe.
 */
final class Settlement implements Admission.Owner {

    private final GateContext gate;
    private final String clientId;
    private final Runnable settle;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** From then on nothing of this client goes to the gate: it would overtake. */
    private volatile boolean refusedOne;

    private volatile @Nullable Rounds rounds;

    /** @param settle what to do on the event loop; it begins with {@link #begin} */
    Settlement(GateContext gate, String clientId, Runnable settle) {
        this.gate = gate;
        this.clientId = clientId;
        this.settle = settle;
    }

    void on(EventExecutor eventLoop) {
        rounds = gate.rounds(eventLoop);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    /** Whether the gate did not take one: the client has to be disconnected. */
    boolean isRefused() {
        return refusedOne;
    }

    /** Messages with the gate now, any QoS. */
    int inFlight() {
        return inFlight.get();
    }

    void entered() {
        inFlight.incrementAndGet();
    }

    @Override
    public void settled(Admission admission, @Nullable Throwable failure) {
        if (failure != null && admission.qos > 0) {
            refusedOne = true; // before anything else: the next message may be at the door already
        }
        inFlight.decrementAndGet();
        gate.intake().leave(admission.cost);
        if (failure != null) {
            (admission.qos == 0 ? gate.counters().shed : gate.counters().refused).increment();
            gate.refusals().report(clientId, failure);
        }
        admission.settle(failure == null ? Admission.State.TAKEN : Admission.State.REFUSED);
        if (admission.qos == 2) {
            gate.exactlyOnce().end(admission);
        }
        note(admission);
    }

    @Override
    public void note(Admission admission) {
        if (admission.qos > 0 && admission.state() == Admission.State.REFUSED) {
            refusedOne = true;
        }
        schedule();
    }

    void schedule() {
        Rounds ofLoop = rounds;
        if (ofLoop != null && !scheduled.get() && scheduled.compareAndSet(false, true)) {
            ofLoop.request(settle);
        }
    }

    /** What comes from here on needs another call. */
    void begin() {
        scheduled.set(false);
    }
}
