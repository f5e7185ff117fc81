package io.millrace.process.core;

import io.millrace.model.EventPayload;
import io.millrace.model.Value;
import java.util.Map;

/** The fields of business events as content of inputs and outputs. */
public final class EventFields {

    private EventFields() {}

    /**
     * The fields of an event in the order of its payload, time and id included.
     *
     * @throws io.millrace.model.ProblemException when it is no JSON object
     */
    public static Map<String, Value> read(String json) {
        return EventPayload.fields(json);
    }

    /**
     * An event with these fields, in their order, after its time and its id. The same always gives the same text.
     *
     * @param id empty for none
     */
    public static Content.Happened write(long timestampMicros, String id, Map<String, Value> fields) {
        return new Content.Happened(EventPayload.write(timestampMicros, id, fields));
    }
}
