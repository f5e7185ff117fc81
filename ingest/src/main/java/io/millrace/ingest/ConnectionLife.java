package io.millrace.ingest;

import io.millrace.model.ConnectionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection and how it changes: each transition is a method that returns what comes after. Immutable.
 *
 * <pre>
 * stopped -> starting -> idle                   (connected, no tags)
 *               |  \---> active                 (the device has answered)
 *               v          |  ^
 *            degraded <----/  |                 (cannot connect, lost, silent, the log takes nothing)
 *               \-------------/
 * any -> stopped
 * </pre>
 *
 * An open session alone makes nothing active: a device that accepts a connection and then says nothing must not look
 * healthy. Only its answer does.
 *
 * @param since when the state began; a new reason alone does not restart it
 */
record ConnectionLife(
        ConnectionState state,
        Instant since,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    static ConnectionLife stopped(Instant at) {
        return new ConnectionLife(new ConnectionState.Stopped(), at, null, null);
    }

    ConnectionLife started(Instant at) {
        return become(new ConnectionState.Starting(), at);
    }

    /** The session is usable. With tags to deliver the state waits for the device's first answer. */
    ConnectionLife opened(boolean hasTags, Instant at) {
        return hasTags || isStopped() ? this : become(new ConnectionState.Idle(), at);
    }

    /** The device has said something that makes sense. */
    ConnectionLife answered(Instant at) {
        return isStopped() ? this : become(new ConnectionState.Active(), at);
    }

    /** The connection does not deliver what it should: it cannot be opened, was lost, is silent, or cannot hand over. */
    ConnectionLife degraded(String reason, Instant at) {
        return isStopped()
                ? this
                : become(new ConnectionState.Degraded(reason), at).failed(reason, at);
    }

    /** Something went wrong that does not change the state. */
    ConnectionLife failed(String error, Instant at) {
        return new ConnectionLife(state, since, error, at);
    }

    ConnectionLife ended(Instant at) {
        return become(new ConnectionState.Stopped(), at);
    }

    boolean isActive() {
        return state instanceof ConnectionState.Active;
    }

    boolean isDegraded() {
        return state instanceof ConnectionState.Degraded;
    }

    private boolean isStopped() {
        return state instanceof ConnectionState.Stopped;
    }

    private ConnectionLife become(ConnectionState next, Instant at) {
        if (next.equals(state)) {
            return this;
        }
        Instant begun = next.getClass() == state.getClass() ? since : at;
        return new ConnectionLife(next, begun, lastError, lastErrorAt);
    }
}
