package io.millrace.historian.production;

import java.time.LocalDate;

/** A shift, as {@code millrace.shift} has it. Times are microseconds since 1970. */
public record ShiftRow(long startMicros, long endMicros, String name, LocalDate day) {}
