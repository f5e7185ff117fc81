package io.millrace.process.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What of that which an instance says is a correction, and the numbers of corrections. Not thread-safe. */
final class Revisions {

    /** So many retracted outputs are remembered, in case they are said again. */
    private static final int REMEMBERED = 256;
    /** So many outputs are compared one by one. */
    private static final int FEW = 8;

    private final Set<Identity> retracted;
    private long last;
    /** The log's time, milliseconds since 1970. */
    private long clock;

    /**
     * @param last the last number a correction got
     * @param retracted what was taken back lately
     */
    Revisions(long last, List<Identity> retracted) {
        this.last = last;
        this.retracted = new LinkedHashSet<>(retracted);
    }

    /**
     * How far the log's time is. A correction is numbered by it, and by one more than the last where that is as great: so it
     * is greater than the number that a recomputation gave to the same identity before, which is one more than what it
     * replaced.
     */
    void at(long logMicros) {
        clock = Math.max(clock, logMicros / 1000);
    }

    long last() {
        return last;
    }

    List<Identity> retracted() {
        return List.copyOf(retracted);
    }

    /** What is said of an input in order: mostly a few things of different topics, or nothing. */
    List<Emission> told(List<Output> passed, List<Output> applied, Input input) {
        if (passed.isEmpty() && applied.isEmpty()) {
            return List.of();
        }
        List<Identity> cause = List.of(input.identity());
        if (!passed.isEmpty() || !retracted.isEmpty() || !haveOneTopicEach(applied)) {
            Account account = new Account();
            account.add(passed, List.of());
            account.add(applied, cause);
            return told(account);
        }
        List<Emission> emissions = new ArrayList<>(applied.size());
        for (Output output : applied) {
            Emission emission = Emission.first(output, cause);
            emissions.add(output.corrects() ? numbered(emission) : emission);
        }
        return emissions;
    }

    private static boolean haveOneTopicEach(List<Output> outputs) {
        for (int i = 1; i < outputs.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (outputs.get(i).topic().equals(outputs.get(j).topic())) {
                    return false;
                }
            }
        }
        return outputs.size() <= FEW;
    }

    /** What is said in order. */
    List<Emission> told(Account account) {
        List<Emission> emissions = new ArrayList<>(account.said().size());
        for (Emission emission : account.said().values()) {
            boolean again = retracted.remove(emission.output().identity());
            emissions.add(again || emission.output().corrects() ? numbered(emission) : emission);
        }
        return emissions;
    }

    /**
     * What must be said because a stretch came to something else than before.
     *
     * @param recall what is true of an output that corrected something, when it is no longer said; null for nothing
     */
    List<Emission> differences(Account old, Account now, Function<Output, @Nullable Content> recall) {
        List<Emission> differences = new ArrayList<>();
        for (Map.Entry<Identity, Emission> said : old.said().entrySet()) {
            if (!now.said().containsKey(said.getKey())) {
                differences.add(fallen(said.getValue(), recall));
            }
        }
        for (Map.Entry<Identity, Emission> said : now.said().entrySet()) {
            Emission before = old.said().get(said.getKey());
            Emission emission = said.getValue();
            if (before == null && !emission.output().corrects() && !retracted.remove(said.getKey())) {
                differences.add(emission);
            } else if (before == null || !before.output().saysTheSameAs(emission.output())) {
                differences.add(numbered(emission));
            }
        }
        return differences;
    }

    /** Something is no longer said: what was true before it is true again, or nothing. */
    private Emission fallen(Emission said, Function<Output, @Nullable Content> recall) {
        Output output = said.output();
        @Nullable Content recalled = output.corrects() ? recall.apply(output) : null;
        if (recalled == null) {
            retracted.add(output.identity());
            if (retracted.size() > REMEMBERED) {
                retracted.remove(retracted.iterator().next());
            }
        }
        Content content = recalled == null ? Content.RETRACTED : recalled;
        return numbered(new Emission(
                new Output(output.topic(), output.timestampMicros(), output.id(), content, true, List.of()),
                0,
                said.from()));
    }

    private Emission numbered(Emission emission) {
        last = Math.max(last + 1, clock);
        return new Emission(emission.output(), last, emission.from());
    }
}
