package io.millrace.ingest;

import io.millrace.model.TagInfo;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tag to be delivered by a connection.
 *
 * @param staleAfter silence that turns the tag bad (Bad_NoData); absent means that a subscribed tag may be silent for as
 *     long as it likes. A polled tag turns bad in any case when its reads do not return, see {@link
 *     ConnectionOptions#timeout}
 * @param report which of its values are written
 */
public record Tag<A extends Record>(
        TagInfo info,
        A address,
        Acquisition acquisition,
        @Nullable Duration staleAfter,
        ReportRule report) {

    public Tag {
        Objects.requireNonNull(info);
        Objects.requireNonNull(address);
        Objects.requireNonNull(acquisition);
        Objects.requireNonNull(report);
        if (staleAfter != null && (staleAfter.isNegative() || staleAfter.isZero())) {
            throw new IllegalArgumentException("staleAfter must be positive: " + staleAfter);
        }
    }

    /** A tag of which every change is written. */
    public Tag(TagInfo info, A address, Acquisition acquisition, @Nullable Duration staleAfter) {
        this(info, address, acquisition, staleAfter, ReportRule.EVERY_CHANGE);
    }

    public Tag(TagInfo info, A address, Acquisition acquisition) {
        this(info, address, acquisition, null);
    }
}
