package io.millrace.process.recompute;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Addresses;
import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.Routing;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.trial.Area;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A processor over inputs that are all there: each identity once, as it stands now, in the order of {@link
 * io.millrace.process.core.Identity}. So nothing is late, and the rules run without a horizon; what is said of an identity
 * last is true. All instances go along in one pass, and each holds no more than its state.
 *
 * <p>Not thread-safe. Calls back on the thread that calls it.
 */
public final class Rerun {

    private static final int MOST_INSTANCES = 10_000;

    private final Definition definition;
    private final Area area;
    private final Span span;
    private final Function<String, @Nullable Content> standing;
    private final Consumer<Told> told;
    private final Routing routing;
    private final Map<String, Strand<?>> strands = new HashMap<>();
    private long inputs;
    private long within;
    private long refused;
    private @Nullable Problem firstRefusal;

    /**
     * @param area only instances there are run
     * @param standing what is stored at {@code span.fromMicros} on a topic of outputs, for totals that go on from there
     * @param told told what is said within the span; of an identity several times where a rule says it anew
     */
    public Rerun(
            Definition definition,
            Area area,
            Span span,
            Function<String, @Nullable Content> standing,
            Consumer<Told> told) {
        this.definition = definition;
        this.area = area;
        this.span = span;
        this.standing = standing;
        this.told = told;
        this.routing = new Routing(List.of(definition));
    }

    /**
     * Takes an input.
     *
     * @throws ProblemException {@code too-many-instances}
     */
    public void take(Said said) {
        for (Routing.Match match : routing.of(said.topic())) {
            Input input = said.as(match.role());
            try {
                Address address = address(match, input);
                if (address != null && area.holds(definition, address, input)) {
                    inputs++;
                    within += span.compares(input.timestampMicros()) ? 1 : 0;
                    strand(address).take(input);
                }
            } catch (ProblemException unusable) {
                if (unusable.problem().code().equals("too-many-instances")) {
                    throw unusable;
                }
                refused(unusable.problem());
            }
        }
    }

    private @Nullable Address address(Routing.Match match, Input input) {
        if (match.address() != null) {
            return match.address();
        }
        Keying.ByKey keying = (Keying.ByKey) definition.plan().keying();
        return Addresses.of(definition, keying, input).orElse(null);
    }

    private Strand<?> strand(Address address) {
        Strand<?> strand = strands.get(address.key());
        if (strand == null) {
            if (strands.size() >= MOST_INSTANCES) {
                throw Problem.of(
                                "too-many-instances",
                                "The processor has more than " + MOST_INSTANCES + " instances in this time.",
                                "Recompute one location of it after the other, with --location.")
                        .asException();
            }
            strand = Strand.begin(definition, address, span, standing, told);
            strands.put(address.key(), strand);
        }
        return strand;
    }

    private void refused(Problem problem) {
        refused++;
        firstRefusal = firstRefusal == null ? problem : firstRefusal;
    }

    /** Tells what follows from nothing having come since the last inputs. */
    public void finish() {
        for (Strand<?> strand : strands.values()) {
            try {
                strand.finish();
            } catch (ProblemException fault) {
                refused(fault.problem());
            }
        }
    }

    /** How many inputs reached an instance. */
    public long inputs() {
        return inputs;
    }

    /** How many of them lie in the span itself. */
    public long within() {
        return within;
    }

    /** How many could not be used. */
    public long refused() {
        return refused;
    }

    /** Why the first of them could not be used; null when all could. */
    public @Nullable Problem firstRefusal() {
        return firstRefusal;
    }

    public int instances() {
        return strands.size();
    }
}
