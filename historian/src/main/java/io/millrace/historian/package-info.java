/**
 * The long-term store of samples and events in PostgreSQL, partitioned by day. {@link io.millrace.historian.Historian} is
 * the front door; {@link io.millrace.historian.Queries} and {@link io.millrace.historian.Deliveries} are what the console
 * and the command line ask. The packages below know nothing of this one: {@code database} is the way in and the schema,
 * {@code embedded} a PostgreSQL of our own, {@code sink} the road from the log into the tables.
 */
@NullMarked
package io.millrace.historian;

import org.jspecify.annotations.NullMarked;
