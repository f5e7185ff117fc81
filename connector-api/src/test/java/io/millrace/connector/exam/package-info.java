/**
 * The exam every connector passes, against devices written by others. A connector's own test extends {@link
 * io.millrace.connector.exam.ConnectorExam} and says what the device holds; {@link io.millrace.connector.exam.Peers}
 * finds the device's program and {@link io.millrace.connector.exam.Peer} starts, kills, freezes and restarts it.
 *
 * <p>A peer that is not installed skips its tests with a line saying how to get it. With {@code
 * MILLRACE_REQUIRE_PEERS=true} in the environment it fails them instead.
 */
@NullMarked
package io.millrace.connector.exam;

import org.jspecify.annotations.NullMarked;
