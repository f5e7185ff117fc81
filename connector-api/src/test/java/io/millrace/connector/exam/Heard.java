package io.millrace.connector.exam;

import io.millrace.connector.Reading;
import io.millrace.connector.SessionListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what a session told its listener. Thread-safe. */
public final class Heard implements SessionListener {

    private final Map<Integer, List<Reading>> readings = new ConcurrentHashMap<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final AtomicLong missed = new AtomicLong();
    private final List<String> missedReasons = new CopyOnWriteArrayList<>();

    @Override
    public void received(int handle, Reading reading) {
        readings.computeIfAbsent(handle, any -> new CopyOnWriteArrayList<>()).add(reading);
    }

    @Override
    public void missed(long intervals, String reason) {
        missedReasons.add(reason);
        missed.addAndGet(intervals);
    }

    @Override
    public void lost(String reason) {
        reasons.add(reason);
    }

    /** All readings of a monitored tag so far, oldest first. */
    public List<Reading> readings(int handle) {
        return List.copyOf(readings.getOrDefault(handle, List.of()));
    }

    /** The values of a monitored tag so far that came with a Good quality. */
    public List<Object> goodValues(int handle) {
        return readings(handle).stream()
                .filter(reading -> reading.quality().isGood())
                .<Object>map(Reading::value)
                .toList();
    }

    public boolean anyBad() {
        return readings.values().stream().flatMap(List::stream).anyMatch(reading -> reading.quality()
                .isBad());
    }

    /** How many intervals the session said are missing. */
    public long missed() {
        return missed.get();
    }

    public List<String> missedReasons() {
        return List.copyOf(missedReasons);
    }

    public boolean isLost() {
        return !reasons.isEmpty();
    }

    public List<String> lostReasons() {
        return List.copyOf(reasons);
    }
}
