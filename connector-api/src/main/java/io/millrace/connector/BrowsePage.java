package io.millrace.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a browse.
 *
 * @param continuation asks for the next page; absent on the last
 */
public record BrowsePage<A extends Record>(
        List<BrowseEntry<A>> entries, @Nullable String continuation) {

    public BrowsePage {
        entries = List.copyOf(entries);
    }
}
