package io.millrace.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the load writes. Message {@code n} is of machine {@code n} modulo the number of machines.
 *
 * @param bootstrap of the log
 * @param job what the messages say
 * @param origin that the records name: of the hub's own MQTT, so that the hub does not publish them once more
 * @param machines each with a topic
 * @param first message; where an earlier load has ended
 * @param messages to write; 0 when it writes up to a time
 * @param beginMicros with a number of messages: when the first arises, microseconds since 1970
 * @param rate messages a second, due at even distances whether the log keeps up or not
 * @param countFromMicros without a number of messages: what is due from then on is counted, microseconds since 1970
 * @param countToMicros until then, which is also the end
 */
public record MachineLoadSettings(
        String bootstrap,
        Job job,
        String origin,
        int machines,
        long first,
        long messages,
        long beginMicros,
        int rate,
        long countFromMicros,
        long countToMicros) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public MachineLoadSettings {
        if (machines < 1) {
            throw new IllegalArgumentException("at least one machine, not " + machines);
        }
        if (rate < 1) {
            throw new IllegalArgumentException("at least one message a second, not " + rate);
        }
        if (messages == 0 && (job.watched().isEmpty() || countToMicros <= countFromMicros)) {
            throw new IllegalArgumentException(
                    "without a number there is a time in which is counted, and an output to watch");
        }
    }

    /** So many, and no more. */
    public static MachineLoadSettings fill(
            String bootstrap, Job job, String origin, int machines, long messages, long beginMicros, int rate) {
        return new MachineLoadSettings(bootstrap, job, origin, machines, 0, messages, beginMicros, rate, 0, 0);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of numbers cannot be written", impossible);
        }
    }

    static MachineLoadSettings fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, MachineLoadSettings.class);
    }
}
