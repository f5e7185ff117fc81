package io.millrace.process.state;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the states of a machine are told, and how.
 *
 * @param add takes events
 * @param tag takes the words, for trends
 */
record StateTopics(Topic add, Topic tag) {

    Content event(long start, Stretch stretch) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("state", Value.of(stretch.state().word()));
        fields.put("code", Value.of(stretch.code()));
        if (!stretch.label().reason().isEmpty()) {
            fields.put("reason", Value.of(stretch.label().reason()));
        }
        fields.put("microstop", Value.of(stretch.microstop()));
        return EventFields.write(start, "", fields);
    }

    static Content sample(Stretch stretch) {
        return Content.of(Value.of(stretch.state().word()));
    }

    /** What is told of a stretch on one of these topics; null for another topic. */
    @Nullable
    Content content(String topic, long start, Stretch stretch) {
        if (topic.equals(add.path())) {
            return event(start, stretch);
        }
        return topic.equals(tag.path()) ? sample(stretch) : null;
    }
}
