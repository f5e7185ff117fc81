package io.millrace.process.recompute;

import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import java.util.Objects;

/**
 * What is said of an identity.
 *
 * @param open whether it may yet be said anew: then it is left to the live processor
 */
public record Told(Identity identity, Content content, boolean open) {

    public Told {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(content);
    }
}
