package io.millrace.model.contract;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one version of a model, which is the contract in its topics: {@code _pump_v1}. In lower case, because it is
 * the name of a file too. Immutable.
 *
 * @param base without its version: {@code _pump}
 * @param version from 1 on
 */
public record ModelName(String base, int version) implements Comparable<ModelName> {

    private static final Pattern BASE = Pattern.compile("_[a-z][a-z0-9-]*(?:_[a-z0-9-]+)*");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,4}");

    public ModelName {
        Objects.requireNonNull(base);
    }

    /**
     * Reads a name.
     *
     * @throws io.millrace.model.ProblemException {@code model-name-illegal}
     */
    public static ModelName parse(String text) {
        return of(text).orElseThrow(() -> Problem.of(
                        "model-name-illegal",
                        "'" + text + "' is no name of a model with its version.",
                        "Write it as _pump_v1: lower-case letters, digits and dashes, then _v and the version.")
                .asException());
    }

    /** The same, empty for what is none. */
    public static Optional<ModelName> of(String text) {
        int split = text.lastIndexOf("_v");
        boolean legal = split > 0
                && BASE.matcher(text.substring(0, split)).matches()
                && VERSION.matcher(text.substring(split + 2)).matches();
        return legal
                ? Optional.of(new ModelName(text.substring(0, split), Integer.parseInt(text.substring(split + 2))))
                : Optional.empty();
    }

    /** What a contract with a version is a version of, whatever its case. */
    static String baseOf(String contract) {
        assert Namespace.isVersioned(contract);
        return contract.substring(0, contract.lastIndexOf("_v")).toLowerCase(Locale.ROOT);
    }

    /** The version after this one. */
    public ModelName next() {
        return new ModelName(base, version + 1);
    }

    @Override
    public int compareTo(ModelName other) {
        int byBase = base.compareTo(other.base);
        return byBase != 0 ? byBase : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return base + "_v" + version;
    }
}
