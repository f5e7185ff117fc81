/**
 * Tells people of alarms, by e-mail and by webhook.
 *
 * <p>{@link io.millrace.notify.Notifier} follows the events of the log. What is to be told, and what was, stands in a
 * {@link io.millrace.notify.Journal} on disk before the place in the log is given up, so that each time an alarm is raised
 * is one message: not again after a restart, not again when a late value corrects it, and not at all when it was corrected
 * away before it was sent. {@link io.millrace.notify.Outbox} decides that, and holds back floods; it is pure. A message that
 * was sent when the process died right then is sent once more with the same key
 * ({@code Idempotency-Key}, {@code Message-ID}), by which whoever gets it can tell.
 */
@NullMarked
package io.millrace.notify;

import org.jspecify.annotations.NullMarked;
