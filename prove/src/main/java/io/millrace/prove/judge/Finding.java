package io.millrace.prove.judge;

import java.util.List;

/**
 * Something that is not as it was promised.
 *
 * @param sentence what is wrong
 * @param count how often
 * @param examples the first few
 */
public record Finding(Kind kind, String sentence, long count, List<String> examples) {

    public Finding {
        examples = List.copyOf(examples);
    }

    /** What promise is broken. */
    public enum Kind {
        /** Acknowledged, and not there. */
        LOST,
        /** There twice. */
        DOUBLED,
        /** There, and nobody sent it. */
        INVENTED,
        /** Later before earlier. */
        OUT_OF_ORDER,
        /** A processor said something else than its inputs come to. */
        RESULT,
        /** The totals are not the plant's. */
        FINAL_COUNT,
        /** The hub's own account does not agree with the log or the rows. */
        LEDGER,
        /** The hub was given time and did not catch up. */
        NEVER_CAUGHT_UP,
        /** The hub ended without being told to, or could not be started. */
        HUB_ENDED,
        /** Less was done than was asked for. */
        UNFINISHED
    }
}
