package io.millrace.historian.production;

import org.jspecify.annotations.Nullable;

/**
 * What a count event says.
 *
 * @param micros since 1970
 * @param count absent where it says no whole number
 * @param scrap absent where it says something else than a whole number; 0 where it says nothing
 */
public record CountRow(
        long micros, @Nullable Long count, @Nullable Long scrap) {}
