/**
 * Counts pieces: from pulses and count events, from the running counter of a PLC, or from the distance a light barrier
 * measures.
 *
 * <p>A {@link io.millrace.process.counter.Meter} makes pieces of samples and remembers one number between two of them. The
 * {@link io.millrace.process.counter.CounterProcessor} adds them up and tells each increment, the running totals, and
 * what was made in each hour, shift and day of the plant's own calendar, which
 * {@link io.millrace.process.counter.PlantCalendar} knows through every change of the clock.
 */
@NullMarked
package io.millrace.process.counter;

import org.jspecify.annotations.NullMarked;
