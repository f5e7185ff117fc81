package io.millrace.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the load writes. Message {@code n} is of counter {@code n} modulo the number of counters, and each message of a
 * counter says one piece more.
 *
 * @param bootstrap of the log
 * @param topic of the log
 * @param origin that the records name: of the hub's own MQTT, so that the hub does not publish them once more
 * @param counters topics of the namespace, each a counter
 * @param first message; where an earlier load has ended
 * @param messages to write as fast as they are taken; 0 when there is a rate
 * @param rate messages a second, due at even distances whether the log keeps up or not; 0 when there is a number
 * @param countFromMicros with a rate: what is due from then on is counted, microseconds since 1970
 * @param countToMicros until then, which is also the end
 * @param watched topic of counts that is read with a rate; empty without
 */
public record PieceLoadSettings(
        String bootstrap,
        String topic,
        String origin,
        int counters,
        long first,
        long messages,
        int rate,
        long countFromMicros,
        long countToMicros,
        String watched) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public PieceLoadSettings {
        if (counters < 1) {
            throw new IllegalArgumentException("at least one counter, not " + counters);
        }
        if ((messages > 0) == (rate > 0)) {
            throw new IllegalArgumentException("either a number of messages or a rate");
        }
        if (rate > 0 && (watched.isEmpty() || countToMicros <= countFromMicros)) {
            throw new IllegalArgumentException("a rate needs a time in which it is counted, and a topic to watch");
        }
    }

    /** As fast as they are taken. */
    public static PieceLoadSettings fill(
            String bootstrap, String topic, String origin, int counters, long first, long messages) {
        return new PieceLoadSettings(bootstrap, topic, origin, counters, first, messages, 0, 0, 0, "");
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of numbers cannot be written", impossible);
        }
    }

    static PieceLoadSettings fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, PieceLoadSettings.class);
    }
}
