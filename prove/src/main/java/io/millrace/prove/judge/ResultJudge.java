package io.millrace.prove.judge;

import io.millrace.prove.recount.Expected;
import io.millrace.prove.recount.Moment;
import java.util.HashSet;
import java.util.Set;

/**
 * Judges one topic of a processor: what the historian holds, with all corrections, is what was computed anew, each thing
 * once and nothing else. Not thread-safe.
 */
public final class ResultJudge {

    private final Expected expected;
    private final Findings findings;
    private final Set<Moment> seen = new HashSet<>();

    public ResultJudge(Expected expected, Findings findings) {
        this.expected = expected;
        this.findings = findings;
    }

    /**
     * The next row.
     *
     * @param says in the words of {@link io.millrace.prove.recount.Words}
     */
    public void stored(Moment moment, String says) {
        String wanted = expected.says().get(moment);
        if (!seen.add(moment)) {
            add(Finding.Kind.DOUBLED, "A result of a processor has more than one row.", moment, "one row", says);
        } else if (wanted == null) {
            add(
                    Finding.Kind.INVENTED,
                    "A processor said what does not follow from its inputs.",
                    moment,
                    "nothing",
                    says);
        } else if (!wanted.equals(says)) {
            add(Finding.Kind.RESULT, "What a processor said is not what its inputs come to.", moment, wanted, says);
        }
    }

    /** @return how many results there should be */
    public long close() {
        expected.says().forEach((moment, wanted) -> {
            if (!seen.contains(moment) && !expected.fresh().contains(moment)) {
                add(
                        Finding.Kind.LOST,
                        "What follows from the inputs of a processor is not in the historian.",
                        moment,
                        wanted,
                        "nothing");
            }
        });
        return expected.says().size();
    }

    private void add(Finding.Kind kind, String sentence, Moment moment, String wanted, String found) {
        findings.add(kind, sentence, expected.describe(moment) + ": must be " + wanted + ", is " + found);
    }
}
