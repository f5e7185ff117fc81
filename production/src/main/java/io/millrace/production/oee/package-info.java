/**
 * OEE, as a function of facts.
 *
 * <p>{@link io.millrace.production.oee.Facts} say what was planned, what the machine was doing and what it made.
 * {@link io.millrace.production.oee.Facts#tally} gives each microsecond of a span to one
 * {@link io.millrace.production.oee.TimeClass} and adds up the pieces; a {@link io.millrace.production.oee.Tally} of two
 * spans is the sum of theirs, so a shift is the sum of its hours and an order the sum of its runs. Only at the end does
 * {@link io.millrace.production.oee.Oee} make ratios of it, by the formulas of ISO 22400-2, and says in words where one
 * cannot be had.
 */
@NullMarked
package io.millrace.production.oee;

import org.jspecify.annotations.NullMarked;
