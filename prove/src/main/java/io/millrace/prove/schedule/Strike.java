package io.millrace.prove.schedule;

import java.time.Duration;

/**
 * One blow.
 *
 * @param number from 1
 * @param pause how long the hub is left in peace before, counted from when it is ready
 * @param length how long it lasts: a freeze, a full disk, a start that is cut short; meaningless for a plain kill
 */
public record Strike(int number, StrikeKind kind, Duration pause, Duration length) {}
