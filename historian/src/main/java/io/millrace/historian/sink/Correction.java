package io.millrace.historian.sink;

import io.millrace.model.Headers;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a record replaces what was said before under its identity.
 *
 * @param number grows with every correction of one identity
 * @param retracted nothing takes the place of what was said
 * @param processor who says so: {@code name@revision}, or the source of the record; with the name of the recomputation
 *     where there was one
 */
record Correction(long number, boolean retracted, String processor) {

    private static final int MAX_PROCESSOR = 250;

    /**
     * What the headers of a record say; absent when it says something for the first time.
     *
     * @param source the name under which the record is counted
     * @throws ProblemException when they make no sense: to take it for a first saying would be to lose it
     */
    static @Nullable Correction of(Map<String, String> headers, String source) {
        String number = headers.get(Headers.CORRECTION);
        if (number == null) {
            return null;
        }
        String recompute = headers.get(Headers.RECOMPUTE);
        String processor = headers.getOrDefault(Headers.PROCESSOR, source);
        return new Correction(
                parse(number),
                "true".equals(headers.get(Headers.RETRACTED)),
                Sources.storable(recompute == null ? processor : Recomputed.by(processor, recompute), MAX_PROCESSOR));
    }

    private static long parse(String text) {
        try {
            long number = Long.parseLong(text.trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below.
        }
        throw Problem.of(
                        "correction-unreadable",
                        "The header " + Headers.CORRECTION + " says '" + Sources.storable(text, 50)
                                + "', which is no whole number from 1 on.",
                        "Number the corrections of one identity 1, 2, 3 and so on, or leave the header out.")
                .asException();
    }
}
