package io.millrace.broker;

import org.jspecify.annotations.Nullable;

/** One message with the gate. The state goes from pending to one of the others, once, on any thread. */
final class Admission {

    enum State {
        PENDING,
        TAKEN,
        REFUSED
    }

    final String clientId;
    final int packetId;
    final int qos;
    final long cost;
    final long sinceNanos;
    private volatile State state = State.PENDING;
    private volatile @Nullable Runnable adopter;

    Admission(String clientId, int packetId, int qos, long cost, long sinceNanos) {
        this.clientId = clientId;
        this.packetId = packetId;
        this.qos = qos;
        this.cost = cost;
        this.sinceNanos = sinceNanos;
    }

    State state() {
        return state;
    }

    void settle(boolean taken) {
        state = taken ? State.TAKEN : State.REFUSED;
        Runnable told = adopter;
        if (told != null) {
            told.run();
        }
    }

    /** A later connection of the same client waits for this. Told at once, and perhaps twice, if it is settled. */
    void onSettled(Runnable told) {
        adopter = told;
        if (state != State.PENDING) {
            told.run();
        }
    }
}
