/**
 * PostgreSQL as a process of our own: unpacked once, initialised once, started with every hub, watched while it runs
 * and stopped with the hub. A process of its own, because a database must not die with a garbage collector, and because
 * any PostgreSQL tool can then be pointed at it.
 *
 * <p>{@link io.millrace.historian.embedded.EmbeddedPostgres} is the door. Linux only: it reads {@code /proc}.
 */
@NullMarked
package io.millrace.historian.embedded;

import org.jspecify.annotations.NullMarked;
