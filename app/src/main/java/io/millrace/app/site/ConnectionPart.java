package io.millrace.app.site;

import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every connection has, whatever its connector. */
@Described("A link to one device or system.")
record ConnectionPart(
        @Described("Location path of the machine relative to the site's, such as kilns/kiln-1; empty for the site.")
        @DefaultsTo("")
        String location,

        @Described("Contract of its tags.") @DefaultsTo(Payloads.HISTORIAN)
        String contract,

        @Described("Route of its tags, high-integrity or high-throughput; by routes when absent.") @Nullable
        Route route,

        @Described("How values are got; subscribe where the connector can, otherwise poll.") @Nullable
        Mode mode,

        @Described("Scan class or interval of its tags.") @DefaultsTo("1s")
        String scan,

        @Described("A tag without a sample for longer than this is stale. Polled tags are watched anyway; for"
                + " subscribed ones give the longest time their value normally stays the same.")
        @Nullable
        Duration staleAfter,

        @Described("Which values of its tags are written; every change when absent.") @Nullable
        FilterPart filter) {

    ConnectionPart {
        if (!contract.startsWith("_")) {
            throw Problem.of(
                            "value-refused",
                            "the contract '" + contract + "' does not begin with an underscore.",
                            "Use _historian, _raw or a model such as _pump_v1.")
                    .asException();
        }
    }
}
