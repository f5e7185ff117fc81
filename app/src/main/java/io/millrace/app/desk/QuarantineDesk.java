package io.millrace.app.desk;

import io.millrace.console.HubDesk;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Deliveries.Quarantined;
import io.millrace.ingest.Ingest;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.util.Locale;
import java.util.Map;

/**
 * Ends records of the quarantine. How one ended is a record of the quarantine too, so that the log alone tells the
 * whole story; the historian's table follows it. Thread-safe.
 */
final class QuarantineDesk {

    private static final String AGAIN = "Try again; a second time has no second effect.";

    private final Deliveries deliveries;
    private final Ingest ingest;
    private final LogWriter log;

    QuarantineDesk(Deliveries deliveries, Ingest ingest, LogWriter log) {
        this.deliveries = deliveries;
        this.ingest = ingest;
        this.log = log;
    }

    HubDesk.Replay replay(long id, String by) {
        Quarantined record = open(id);
        byte[] payload = record.payload();
        Ingest.Replayed replayed = LogAnswer.await(
                ingest.replay(new LogRecord(
                        LogTopic.QUARANTINE,
                        record.topic(),
                        payload == null ? new byte[0] : payload,
                        record.headers())),
                AGAIN);
        // Afterwards: a crash in between leaves it open, and a second replay of it has no second effect.
        resolve(record, "replayed", by);
        return new HubDesk.Replay(replayed.accepted(), replayed.sentence());
    }

    void discard(long id, String by) {
        resolve(open(id), "discarded", by);
    }

    private Quarantined open(long id) {
        Quarantined record = deliveries.quarantined(id).orElseThrow(() -> Problem.of(
                        "quarantine-unknown",
                        "The quarantine has no record " + id + ".",
                        "List what there is with 'millrace quarantine list --all'.")
                .asException());
        if (record.state() != Deliveries.QuarantineState.OPEN) {
            throw Problem.of(
                            "quarantine-resolved",
                            "Record " + id + " was " + record.state().name().toLowerCase(Locale.ROOT) + " by "
                                    + record.resolvedBy() + " already.")
                    .asException();
        }
        return record;
    }

    private void resolve(Quarantined record, String resolution, String by) {
        LogRecord end = new LogRecord(
                LogTopic.QUARANTINE,
                record.topic(),
                new byte[0],
                Map.of(
                        Headers.RESOLVES, Long.toString(record.id()),
                        Headers.RESOLUTION, resolution,
                        Headers.BY, by));
        LogAnswer.await(log.write(end), AGAIN);
    }
}
