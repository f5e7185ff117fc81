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
 * <p>Both roads end in a {@code RouteWriter}: what is larger than its Kafka topic takes would be refused each time it came
 * again, and would keep everything behind it waiting, so it is set aside in the quarantine by {@code Aside}, shortened if
 * it has to be. Only a refusal for size has this effect; after any other the sender keeps the message and sends it again.
 * Writes that follow from the end of another are made on a thread of ours, {@code OwnThread}, for the thread on which the
 * log tells that end must never wait.
 *
 * <p>Where the topic is one of a versioned model, both roads ask its {@code Contract} before they write: what does not fit
 * is set aside naming the field, or passes with a header that names it, as the model says. A topic is asked for once, and
 * remembered with its route and its contract ({@code TopicRules}); most have none.
 *
 * <p>A message without a time of its own is known by the time at which it was received, so {@code ReceivedTime} gives each
 * a different one, whatever the clock does.
 *
 * <p>Who notices that a device has fallen silent:
 *
 * <ul>
 *   <li>The session, that nobody answers on the other side: a connection that breaks, requests that run into time-outs,
 *       keep-alives that do not come. It says so by {@code lost}, and every tag of the connection turns bad. Only the
 *       session can know this of subscribed tags: one that does not change is legitimately quiet, and the keep-alives
 *       of its protocol prove that it is still looked at.
 *   <li>{@code Poller}, that a read fails or none of them succeeds any more.
 *   <li>{@code StalenessWatch}, that a tag with a limit has not been heard of in time: a polled tag always has one, a
 *       subscribed tag where it has a {@code staleAfter}. When all tags of a connection have a limit and all are
 *       silent, the connection itself is degraded, and in the end opened anew.
 *   <li>Nobody, that a subscribed tag without {@code staleAfter} should have changed: nothing says that it should.
 * </ul>
 *
 * <p>What is lost here is known to nobody else, so it is noted in {@code Losses} and told to the ledger by {@code
 * LossWriter}: messages with QoS 0 that the log refused, polls that were left out, and notifications that a device had
 * sent and cannot repeat.
 *
 * <p>What a {@code kill -9} does: a message that was not acknowledged is sent again by its client, and a message that the
 * log had all the same is then there twice under one identity. Readings that were on their way in a connection are gone;
 * they lie between the last sample of that session and the first of the next, which has another epoch. The losses noted
 * in the last seconds are not told.
 *
 * <p>When the log does not keep up the outbox fills, then the inbox, then {@code received} blocks and polls pause:
 * nothing grows without bound and nothing is dropped. What is decided ({@code Admission}, {@code ReadingFilter},
 * {@code PollSchedule}, {@code StalenessWatch}, {@code Backoff}, {@code ConnectionLife}) knows no thread and no I/O; the
 * loop only hosts it.
 */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
