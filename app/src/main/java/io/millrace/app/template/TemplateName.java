package io.millrace.app.template;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one version of a template, {@code kiln_v1}. In lower case, because it is the name of a file too. Immutable.
 *
 * @param base without its version: {@code kiln}
 * @param version from 1 on
 */
public record TemplateName(String base, int version) implements Comparable<TemplateName> {

    private static final Pattern BASE = Pattern.compile("[a-z][a-z0-9-]{0,47}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,4}");

    public TemplateName {
        Objects.requireNonNull(base);
    }

    /** Reads a name; empty for what is none. */
    public static Optional<TemplateName> of(String text) {
        int split = text.lastIndexOf("_v");
        boolean legal = split > 0
                && BASE.matcher(text.substring(0, split)).matches()
                && VERSION.matcher(text.substring(split + 2)).matches();
        return legal
                ? Optional.of(new TemplateName(text.substring(0, split), Integer.parseInt(text.substring(split + 2))))
                : Optional.empty();
    }

    /** The version after this one. */
    public TemplateName next() {
        return new TemplateName(base, version + 1);
    }

    @Override
    public int compareTo(TemplateName other) {
        int byBase = base.compareTo(other.base);
        return byBase != 0 ? byBase : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return base + "_v" + version;
    }
}
