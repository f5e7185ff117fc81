package io.millrace.notify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is held back of a flood, until it is told in one message. Immutable.
 *
 * @param key of the message it becomes
 * @param dueMillis when it is to be told
 * @param alarms by their keys; the first ones
 * @param more beyond those, by severity
 */
record Digest(String key, long dueMillis, Map<String, RaisedAlarm> alarms, Map<String, Integer> more) {

    /** More than these are only counted. */
    private static final int MOST = 500;
    /** So many are named in the message. */
    private static final int NAMED = 20;

    Digest {
        alarms = Collections.unmodifiableMap(new LinkedHashMap<>(alarms));
        more = Map.copyOf(more);
    }

    static Digest begin(String firstKey, long dueMillis) {
        return new Digest("digest-" + firstKey, dueMillis, Map.of(), Map.of());
    }

    Digest with(String alarmKey, RaisedAlarm alarm) {
        if (alarms.size() >= MOST) {
            Map<String, Integer> counted = new HashMap<>(more);
            counted.merge(alarm.severity(), 1, Integer::sum);
            return new Digest(key, dueMillis, alarms, counted);
        }
        Map<String, RaisedAlarm> named = new LinkedHashMap<>(alarms);
        named.put(alarmKey, alarm);
        return new Digest(key, dueMillis, named, more);
    }

    Digest without(String alarmKey) {
        Map<String, RaisedAlarm> named = new LinkedHashMap<>(alarms);
        named.remove(alarmKey);
        return new Digest(key, dueMillis, named, more);
    }

    boolean holds(String alarmKey) {
        return alarms.containsKey(alarmKey);
    }

    int count() {
        return alarms.size()
                + more.values().stream().mapToInt(Integer::intValue).sum();
    }

    Notice notice(long nowMillis) {
        Map<String, Integer> bySeverity = new HashMap<>(more);
        alarms.values().forEach(alarm -> bySeverity.merge(alarm.severity(), 1, Integer::sum));
        List<RaisedAlarm> first = new ArrayList<>(alarms.values());
        return new Notice(
                Notice.Kind.DIGEST,
                key,
                count(),
                bySeverity,
                first.subList(0, Math.min(NAMED, first.size())),
                nowMillis);
    }
}
