package io.millrace.production;

import io.millrace.model.Problem;
import io.millrace.model.settings.Described;
import java.time.Duration;

/** A product as a person writes it. */
@Described("A product.")
public record ProductOptions(
        @Described("How long one piece takes ideally, such as 3.05s. A product-type/create event says it anew.")
        Duration idealCycleTime) {

    public ProductOptions {
        if (idealCycleTime.compareTo(Duration.ofNanos(1000)) < 0
                || idealCycleTime.compareTo(Duration.ofDays(366)) > 0) {
            throw Problem.of("value-refused", "The ideal cycle time is not above 0.", "Give the time of one piece.")
                    .asException();
        }
    }
}
