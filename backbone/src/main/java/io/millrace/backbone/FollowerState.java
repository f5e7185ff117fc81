package io.millrace.backbone;

import java.time.Instant;

/** How a follower is. */
public sealed interface FollowerState {

    /** Reads and stores; or would, were there anything new. */
    record Running() implements FollowerState {}

    /**
     * Its last attempt failed; it tries again, for as long as it takes, and nothing is lost meanwhile.
     *
     * @param reason one sentence: what failed
     * @param since when the first of the attempts failed that have all failed since
     */
    record Retrying(String reason, Instant since) implements FollowerState {}

    /** Closed. */
    record Stopped() implements FollowerState {}
}
