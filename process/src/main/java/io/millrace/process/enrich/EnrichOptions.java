package io.millrace.process.enrich;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person writes about {@code enrich}. */
@Described("Adds to what happens what a table knows about it, by a key.")
public record EnrichOptions(
        @Described("Topic of the events or samples that are enriched, such as _analytics/product/add.")
        String stream,

        @Described("Topic that carries the rows of the table, such as /limeworks/_analytics/work-order/create.")
        String table,

        @Described("Where the key is: field NAME of an event, segment NUMBER of the topic, or value of a sample.")
        String key,

        @Described("Where the key is in the table, if elsewhere than in the stream.") @Nullable
        String tableKey,

        @Described("What is added: the name it gets, and the field of the table; of a table of samples, value.")
        Map<String, String> add,

        @Described("Name of the event, or of a group of tags, below the location. Events go to _analytics, tags below"
                + " _historian.")
        String output,

        @Described(
                "Without a row. pass: goes on as it is. drop: does not. quarantine: waits there for a person. wait: waits"
                        + " for a row, for waitAtMost.")
        @DefaultsTo("pass")
        Missing missing,

        @Described("With missing: wait, how long after its own time an event waits.") @DefaultsTo("10min")
        Duration waitAtMost,

        @Described("With missing: wait, what follows when no row has come: pass, drop or quarantine.")
        @DefaultsTo("pass")
        AfterWait afterWait,

        @Described("A row older than this is none.") @Nullable
        Duration forgetAfter) {

    /** What becomes of an event for which there is no row. */
    public enum Missing {
        PASS,
        DROP,
        QUARANTINE,
        WAIT
    }

    /** What becomes of it when it has waited in vain. */
    public enum AfterWait {
        PASS,
        DROP,
        QUARANTINE
    }

    public EnrichOptions {
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
    }
}
