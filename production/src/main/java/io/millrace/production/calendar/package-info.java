/**
 * When a plant means to produce.
 *
 * <p>A person writes {@link io.millrace.production.calendar.CalendarOptions}: shifts, the patterns in which they follow
 * each other, holidays and exceptions. {@link io.millrace.production.calendar.ShiftCalendar} makes of them the shifts,
 * days and hours of a span, and what of it is planned; {@link io.millrace.production.calendar.ShiftChange} are single
 * shifts that somebody added or deleted. Shifts stand on the clock of the wall, so the night the clock is put forward has
 * an hour less.
 */
@NullMarked
package io.millrace.production.calendar;

import org.jspecify.annotations.NullMarked;
