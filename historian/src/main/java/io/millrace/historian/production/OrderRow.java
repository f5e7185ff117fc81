package io.millrace.historian.production;

import org.jspecify.annotations.Nullable;

/** An order, as {@code millrace.work_order} has it. Times are microseconds since 1970. */
public record OrderRow(
        String order,
        @Nullable String product,
        @Nullable Long quantity,
        @Nullable Long cycleMicros,
        String status,
        @Nullable Long created,
        @Nullable Long plannedStart,
        @Nullable Long plannedEnd,
        @Nullable Long started,
        @Nullable Long stopped) {}
