package io.millrace.app.site;

import io.millrace.model.settings.Described;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every tag has beside its address. */
@Described("A tag: a value of the device under a name of ours.")
record TagPart(
        @Described("Engineering unit, such as degC or kWh.") @Nullable
        String unit,

        @Described("What the value means, for people.") @Nullable
        String description,

        @Described(
                "Route of its samples, high-integrity or high-throughput; as the connection when absent, else by routes.")
        @Nullable
        Route route,

        @Described("How the value is got; as the connection when absent.") @Nullable
        Mode mode,

        @Described("Scan class or interval; as the connection when absent.") @Nullable
        String scan,

        @Described("The tag is stale without a sample for longer than this; as the connection when absent.") @Nullable
        Duration staleAfter,

        @Described("Which of its values are written; as the connection when absent.") @Nullable
        FilterPart filter) {}
