package io.millrace.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What the generator found in the time in which it counted.
 *
 * @param sent messages written to their sockets
 * @param acknowledged messages whose acknowledgement was read; with QoS 0 those sent
 * @param seconds the length of that time
 * @param processorSeconds of the generator's own process in that time, subscriber included
 * @param behind messages that the rate asked for and the window did not let out
 * @param acknowledgeMicros from the time at which a message was due to its acknowledgement: p50, p99, p99.9
 * @param subscribeMicros from the time at which a message was due to its arrival at the subscriber; the same
 * @param received by the subscriber
 * @param failure why it ended before its time; empty when it did not
 */
public record LoadResult(
        long sent,
        long acknowledged,
        double seconds,
        double processorSeconds,
        long behind,
        List<Long> acknowledgeMicros,
        List<Long> subscribeMicros,
        long received,
        String failure) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public LoadResult {
        acknowledgeMicros = List.copyOf(acknowledgeMicros);
        subscribeMicros = List.copyOf(subscribeMicros);
    }

    public double perSecond() {
        return acknowledged / seconds;
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of numbers cannot be written", impossible);
        }
    }

    static LoadResult fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, LoadResult.class);
    }
}
