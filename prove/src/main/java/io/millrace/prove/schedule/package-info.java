/**
 * What is done to the hub, and when: a {@link io.millrace.prove.schedule.Schedule} made from a seed, so that a run that
 * found something can be repeated.
 */
@NullMarked
package io.millrace.prove.schedule;

import org.jspecify.annotations.NullMarked;
