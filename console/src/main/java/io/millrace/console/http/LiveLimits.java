package io.millrace.console.http;

import java.time.Duration;

/**
 * What a live stream may cost.
 *
 * @param streams open at a time
 * @param tags one stream may follow
 * @param topics one stream may name
 * @param batch values in one event
 * @param flush how often changes are sent
 * @param beat how often a heart-beat is sent
 * @param slow a client that takes longer for one batch is sent away
 * @param stuck a connection that takes nothing for so long is cut
 */
public record LiveLimits(
        int streams, int tags, int topics, int batch, Duration flush, Duration beat, Duration slow, Duration stuck) {

    public static LiveLimits standard() {
        return new LiveLimits(
                64,
                20_000,
                500,
                1_000,
                Duration.ofMillis(250),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
    }
}
