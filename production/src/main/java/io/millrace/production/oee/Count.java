package io.millrace.production.oee;

import io.millrace.model.Problem;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Pieces that were made at a time, or found bad after that.
 *
 * @param micros since 1970
 * @param count all of them, bad ones included; 0 where pieces that are counted already turned out bad
 * @param scrap bad ones
 * @param product absent where it is that of the order the machine works on
 */
public record Count(
        long micros, long count, long scrap, @Nullable String product) {

    static final Comparator<Count> IN_TIME = Comparator.comparingLong(Count::micros);

    public Count {
        if (count < 0 || scrap < 0) {
            throw Problem.of("value-refused", "A count says " + count + " pieces and " + scrap + " of them bad.")
                    .asException();
        }
    }

    public static Count of(long micros, long count, long scrap) {
        return new Count(micros, count, scrap, null);
    }
}
