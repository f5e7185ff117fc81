/**
 * What was planned, what was made and why not more: shift calendars, work orders and OEE.
 *
 * <p>Nothing here remembers. A figure is a pure function of facts: what the {@link io.millrace.production.calendar shift
 * calendar} planned, what the machine {@link io.millrace.production.oee.StateStretch was doing}, what it
 * {@link io.millrace.production.oee.Count made}, and which {@link io.millrace.production.order order} it was for. So a
 * fact that comes late, is corrected or taken back needs no rule of its own: the figures of the periods it touches are
 * computed again. {@link io.millrace.production.Production} is the front door: what a site says about it, by location.
 */
@NullMarked
package io.millrace.production;

import org.jspecify.annotations.NullMarked;
