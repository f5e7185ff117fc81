package io.millrace.app.desk;

import io.millrace.console.HubDesk;
import io.millrace.historian.Alarms;
import io.millrace.historian.Deliveries;
import io.millrace.ingest.Ingest;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The desk of a running hub. Thread-safe. */
public final class Desk implements HubDesk {

    private final QuarantineDesk quarantine;
    private final Tracer tracer;
    private final Alarms alarms;
    private final AlarmDesk alarmDesk;

    /**
     * @param log takes how quarantined records ended, and what people do to alarms
     * @param routes which topic of the log a message goes to
     * @param origin site and hub
     */
    public Desk(
            Namespace namespace,
            Deliveries deliveries,
            Alarms alarms,
            Ingest ingest,
            LogWriter log,
            LogSearch search,
            MirrorTimes mirror,
            Function<Topic, LogTopic> routes,
            String origin,
            Clock clock) {
        this.alarms = alarms;
        this.alarmDesk = new AlarmDesk(namespace, log, routes, origin, clock);
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
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public Instant act(AlarmAction action) {
        return alarmDesk.act(action);
    }

    @Override
    public Trace trace(String topic, Optional<Instant> at) {
        return tracer.trace(topic, at);
    }
}
