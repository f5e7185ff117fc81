/**
 * The gate into the log, and the framework around connectors.
 *
 * <p>{@link io.millrace.ingest.Ingest} is the front door. Two roads lead through it. A message from MQTT is judged by
 * {@code Admission}: a good one goes to the log by its route, an unusable one goes to the quarantine with its reason,
 * and its sender hears of neither before the log has it. A connection is run by a {@code ConnectionLoop}, owned by one
 * thread: it opens sessions, polls, watches for silence and passes readings on.
 *
 * <pre>
 * session -> SessionGate -> Inbox -> ReadingFilter -> Outbox -> SampleWriter -> log
 *            (epoch)       (bounded) (identity)      (in flight, retried in order)
 * </pre>
 *
 * <p>When the log does not keep up the outbox fills, then the inbox, then {@code received} blocks and polls pause:
 * nothing grows without bound and nothing is dropped. What is decided ({@code Admission}, {@code ReadingFilter},
 * {@code PollSchedule}, {@code StalenessWatch}, {@code Backoff}, {@code ConnectionLife}) knows no thread and no I/O; the
 * loop only hosts it.
 */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
