package io.millrace.prove.stage;

import io.millrace.prove.schedule.Strike;
import java.time.Duration;
import java.util.Optional;

/**
 * A strike as it happened.
 *
 * @param at since the beginning of the run
 * @param toReady from the kill of the hub until it was ready again
 * @param remark what else is to be said; empty when nothing
 */
public record Struck(Strike strike, Duration at, Optional<Duration> toReady, String remark) {}
