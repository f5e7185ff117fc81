package io.millrace.prove.judge;

/**
 * What the database itself counts of one topic.
 *
 * @param sum of the values
 */
public record Totals(String topic, long rows, long distinct, double greatest, double sum) {}
