package io.millrace.historian.production;

/**
 * Which of the figures of one kind and location it is.
 *
 * @param startMicros since 1970
 */
public record FigureKey(long startMicros, String name) {}
