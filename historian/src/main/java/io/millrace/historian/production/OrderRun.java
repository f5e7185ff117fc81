package io.millrace.historian.production;

import org.jspecify.annotations.Nullable;

/**
 * A time in which an order ran, as {@code millrace.order_run} has it. Times are microseconds since 1970.
 *
 * @param end null while it runs
 */
public record OrderRun(String order, long start, @Nullable Long end) {}
