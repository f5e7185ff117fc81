package io.millrace.app.desk;

import io.millrace.app.site.Site;
import io.millrace.console.HubDesk;
import io.millrace.console.ProductionDesk;
import io.millrace.historian.Alarms;
import io.millrace.historian.Deliveries;
import io.millrace.historian.production.ProductionStore;
import io.millrace.ingest.Ingest;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The desk of a running hub. Thread-safe. */
public final class Desk implements HubDesk {

    private final QuarantineDesk quarantine;
    private final Tracer tracer;
    private final Alarms alarms;
    private final AlarmDesk alarmDesk;
    private final ProductionDesk production;

    /**
     * @param site its processors are asked whether they can use what people tell them
     * @param stores a new one each time, which is closed after use
     * @param log takes how quarantined records ended, and what people do to alarms
     * @param routes which topic of the log a message goes to
     * @param origin site and hub
     */
    public Desk(
            Site site,
            Supplier<ProductionStore> stores,
            Deliveries deliveries,
            Alarms alarms,
            Ingest ingest,
            LogWriter log,
            LogSearch search,
            MirrorTimes mirror,
            Function<Topic, LogTopic> routes,
            String origin,
            Clock clock) {
        Namespace namespace = site.namespace();
        this.alarms = alarms;
        EventWriter events = new EventWriter(log, routes, origin);
        EventCheck check = new EventCheck(site.processors());
        this.alarmDesk = new AlarmDesk(namespace, events, check, clock);
        this.production = new FactsDesk(
                new OrderDesk(namespace, site.part().production(), site.part().zone(), stores, events, clock),
                new StateDesk(namespace, site.processors(), events, check, clock));
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
    public Instant act(List<AlarmAction> actions) {
        return alarmDesk.act(actions);
    }

    @Override
    public ProductionDesk production() {
        return production;
    }

    @Override
    public Trace trace(String topic, Optional<Instant> at) {
        return tracer.trace(topic, at);
    }
}
