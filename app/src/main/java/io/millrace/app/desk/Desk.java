package io.millrace.app.desk;

import io.millrace.console.HubDesk;
import io.millrace.historian.Deliveries;
import io.millrace.ingest.Ingest;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The desk of a running hub. Thread-safe. */
public final class Desk implements HubDesk {

    private final QuarantineDesk quarantine;
    private final Tracer tracer;

    /** @param log takes how quarantined records ended */
    public Desk(
            Namespace namespace,
            Deliveries deliveries,
            Ingest ingest,
            LogWriter log,
            LogSearch search,
            MirrorTimes mirror,
            Clock clock) {
        this.quarantine = new QuarantineDesk(deliveries, ingest, log);
        this.tracer = new Tracer(search, deliveries, mirror, new RecordSamples(namespace, new Payloads(clock)), clock);
    }

    @Override
    public Replay replay(long id, String by) {
        return quarantine.replay(id, by);
    }

    @Override
    public void discard(long id, String by) {
        quarantine.discard(id, by);
    }

    @Override
    public Trace trace(String topic, Optional<Instant> at) {
        return tracer.trace(topic, at);
    }
}
