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
 */
public record Tag<A extends Record>(
        TagInfo info,
        A address,
        Acquisition acquisition,
        @Nullable Duration staleAfter) {

    public Tag {
        Objects.requireNonNull(info);
        Objects.requireNonNull(address);
        Objects.requireNonNull(acquisition);
        if (staleAfter != null && (staleAfter.isNegative() || staleAfter.isZero())) {
            throw new IllegalArgumentException("staleAfter must be positive: " + staleAfter);
        }
    }

    public Tag(TagInfo info, A address, Acquisition acquisition) {
        this(info, address, acquisition, null);
    }
}
