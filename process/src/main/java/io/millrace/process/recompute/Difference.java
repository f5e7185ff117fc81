package io.millrace.process.recompute;

import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is stored otherwise than the rule says it now.
 *
 * @param was what is stored; null when nothing is
 * @param now what the rule says; null when it says nothing of it
 */
public record Difference(
        Identity identity, @Nullable Content was, @Nullable Content now) {

    /** What has to happen. */
    public enum Way {
        CHANGED,
        ADDED,
        GONE
    }

    public Difference {
        Objects.requireNonNull(identity);
        if (was == null && now == null) {
            throw new IllegalArgumentException("nothing is no difference to nothing");
        }
    }

    public Way way() {
        return was == null ? Way.ADDED : now == null ? Way.GONE : Way.CHANGED;
    }
}
