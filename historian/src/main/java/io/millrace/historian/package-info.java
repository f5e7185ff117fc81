/**
 * The long-term store of samples and events in PostgreSQL, with TimescaleDB used when it is there. {@link
 * io.millrace.historian.Historian} is the front door; {@link io.millrace.historian.Queries} is what the console and the
 * command line ask.
 */
@NullMarked
package io.millrace.historian;

import org.jspecify.annotations.NullMarked;
