/**
 * Raises alarms, and keeps them until people have seen to them.
 *
 * <p>Two things are kept apart. Whether there is reason for an alarm: a {@link io.millrace.process.alarm.Watch} judges what
 * the inputs say, with hysteresis, and delays make of that whether the alarm is active. And how far people are with it: the
 * {@link io.millrace.process.alarm.Life} of ANSI/ISA-18.2-2016 and IEC 62682:2014, whose alarm state transition diagram
 * names its states with the letters A to I ({@link io.millrace.process.alarm.AlarmState}). What people do (acknowledge,
 * shelve, take out of service) comes as events and is an input like any other: so a late value puts the past right, with
 * what people did laid over it again.
 *
 * <p>{@link io.millrace.process.alarm.AlarmProcessor} brings both together. Nothing looks at a clock: a delay, a silence
 * and a shelving end when time passes.
 */
@NullMarked
package io.millrace.process.alarm;

import org.jspecify.annotations.NullMarked;
