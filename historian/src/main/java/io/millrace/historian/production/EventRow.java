package io.millrace.historian.production;

/**
 * An event as it stands after all corrections.
 *
 * @param micros since 1970
 * @param id empty for none
 * @param json its payload
 */
public record EventRow(long micros, String id, String json) {}
