package io.millrace.historian.production;

/**
 * Facts that came late or were corrected.
 *
 * @param topic full path
 * @param firstMicros of the earliest of them, since 1970
 * @param lastMicros of the latest
 */
public record Mark(long id, String topic, long firstMicros, long lastMicros, boolean corrected) {}
