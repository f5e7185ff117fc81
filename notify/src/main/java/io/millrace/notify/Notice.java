package io.millrace.notify;

import java.util.List;
import java.util.Map;

/**
 * One message to people.
 *
 * @param key tells it from all others, however often it is sent
 * @param count how many alarms it tells of; 0 for a test
 * @param bySeverity of a digest, how many of each
 * @param alarms the one it tells of; of a digest the first ones
 * @param since when it was first to be sent, milliseconds since 1970
 */
record Notice(Kind kind, String key, int count, Map<String, Integer> bySeverity, List<RaisedAlarm> alarms, long since) {

    enum Kind {
        RAISED,
        CLEARED,
        /** Of a flood, what was held back. */
        DIGEST,
        TEST
    }

    Notice {
        bySeverity = Map.copyOf(bySeverity);
        alarms = List.copyOf(alarms);
    }

    static Notice raised(String key, RaisedAlarm alarm, long nowMillis) {
        return new Notice(Kind.RAISED, key, 1, Map.of(alarm.severity(), 1), List.of(alarm), nowMillis);
    }

    static Notice cleared(String key, RaisedAlarm alarm, long nowMillis) {
        return new Notice(Kind.CLEARED, key, 1, Map.of(alarm.severity(), 1), List.of(alarm), nowMillis);
    }

    static Notice test(String key, long nowMillis) {
        return new Notice(Kind.TEST, key, 0, Map.of(), List.of(), nowMillis);
    }
}
