package io.millrace.model;

import java.util.Objects;

/** What a connection is doing. */
public sealed interface ConnectionState {

    /** One word, as the console and the metrics show it. */
    String word();

    /** Not running: not started yet, or the hub is stopping. */
    record Stopped() implements ConnectionState {
        @Override
        public String word() {
            return "stopped";
        }
    }

    /** Trying to reach the device for the first time. */
    record Starting() implements ConnectionState {
        @Override
        public String word() {
            return "starting";
        }
    }

    /** Connected and delivering. */
    record Active() implements ConnectionState {
        @Override
        public String word() {
            return "active";
        }
    }

    /** Connected, with no tags to deliver. */
    record Idle() implements ConnectionState {
        @Override
        public String word() {
            return "idle";
        }
    }

    /**
     * Not delivering what it should.
     *
     * @param reason a sentence an electrician can act on
     */
    record Degraded(String reason) implements ConnectionState {
        public Degraded {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "degraded";
        }
    }
}
