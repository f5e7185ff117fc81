package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.stage.HubProcess;
import io.millrace.stage.StageException;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Millrace. */
final class SideBySideHub implements SideBySideContender {

    private final Bed bed;
    private final HubProcess hub;
    private final HubMeter meter;

    SideBySideHub(Bed bed) {
        this.bed = bed;
        this.hub = bed.hub("millrace", Flow.site("high-throughput"));
        this.meter = new HubMeter(hub);
    }

    Map<String, String> versions() {
        return meter.versions();
    }

    @Override
    public int mqttPort() {
        return Flow.port(hub);
    }

    @Override
    public Connection database() {
        return meter.database();
    }

    @Override
    public String table() {
        return "millrace.sample";
    }

    @Override
    public Map<String, Duration> processorTimes() {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put("hub", hub.processorTime());
        times.put(SideBySideStack.DATABASE, hub.databaseProcessorTime());
        return times;
    }

    @Override
    public Map<String, Long> residentBytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        hub.residentBytes().ifPresent(own -> bytes.put("hub", own));
        hub.databaseProportionalBytes().ifPresent(own -> bytes.put(SideBySideStack.DATABASE, own));
        return bytes;
    }

    @Override
    public void check() {
        if (!hub.isRunning()) {
            throw new StageException("The hub ended by itself: " + hub.lastWords(), null);
        }
    }

    @Override
    public void close() {
        meter.close();
        bed.end(hub);
    }
}
