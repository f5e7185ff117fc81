package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.TagInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configured tag as seen at one moment.
 *
 * @param last the latest reading, or what the framework said in the device's place; absent before the first
 * @param quality of that reading; Bad_WaitingForInitialData before the first
 * @param nativeCode the protocol's own code, or why the framework spoke
 * @param receivedAt when the latest reading came; absent before the first
 * @param age time since then
 * @param reported absent when every change is written
 */
public record TagState(
        TagInfo info,
        @Nullable Reading last,
        Quality quality,
        @Nullable String nativeCode,
        @Nullable Instant receivedAt,
        @Nullable Duration age,
        @Nullable Reported reported) {

    /**
     * What its {@link ReportRule} has done since the hub started.
     *
     * @param offered samples that came
     * @param passed those of them that were written
     */
    public record Reported(ReportRule rule, long offered, long passed) {}

    public TagState {
        Objects.requireNonNull(info);
        Objects.requireNonNull(quality);
    }
}
