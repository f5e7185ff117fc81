package io.millrace.console;

/**
 * What the filter of a tag does.
 *
 * @param rule in words: {@code dead-band 0.5, at least every 60 s}
 * @param offered samples that came since the hub started
 * @param written those of them that were written
 */
public record TagFilter(String rule, long offered, long written) {}
