package io.millrace.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a notification is.
 *
 * @param channel its way, without secrets
 * @param waiting messages that wait to be sent
 * @param sent since the start
 * @param failed attempts since the start
 * @param givenUp messages since the start that nobody took for a day
 * @param problem why the last attempt failed; absent when it did not
 * @param since when it first failed of all the attempts that failed in a row
 */
public record NotificationStatus(
        String name,
        String channel,
        int waiting,
        long sent,
        long failed,
        long givenUp,
        @Nullable String problem,
        @Nullable Instant since) {}
