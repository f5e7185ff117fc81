package io.millrace.process.route;

import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import java.util.List;

/** Tells a message on another topic: value, quality, time and id as they are. */
final class Pass {

    private Pass() {}

    /** @throws io.millrace.model.ProblemException when an event would go where samples are, or a sample to events */
    static Output on(Topic topic, Input input, Content content) {
        boolean event = content instanceof Content.Happened;
        if (event != topic.contract().equals(Payloads.ANALYTICS)) {
            throw Problem.of(
                            "contract-other",
                            "The " + (event ? "event" : "sample") + " on '" + input.topic() + "' cannot be told on '"
                                    + topic + "'.",
                            "Events stay on _analytics, samples elsewhere.")
                    .asException();
        }
        if (topic.tag().isEmpty()) {
            throw Problem.of(
                            "topic-illegal",
                            "'" + topic + "' is no tag but a whole model.",
                            "Put the name of the tag after it.")
                    .asException();
        }
        return new Output(topic, input.timestampMicros(), input.identity().id(), content, false, List.of());
    }
}
