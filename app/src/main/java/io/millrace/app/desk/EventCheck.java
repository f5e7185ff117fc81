package io.millrace.app.desk;

import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import io.millrace.process.Addresses;
import io.millrace.process.Definition;
import io.millrace.process.Source;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Processor;
import java.util.List;
import java.util.Optional;

/**
 * Asks the rules that will read an event whether they can use it, so that a person hears at once what would otherwise be
 * found in the quarantine. What a rule refuses because of what it remembers is still refused later. Thread-safe.
 */
final class EventCheck {

    private final List<Definition> processors;

    EventCheck(List<Definition> processors) {
        this.processors = List.copyOf(processors);
    }

    /**
     * Shows an event to each rule that reads it.
     *
     * @throws io.millrace.model.ProblemException what the first of them that cannot use it says
     */
    void ask(Topic topic, long micros, String id, String json) {
        for (Definition definition : processors) {
            Optional<Source> source = definition.plan().sources().stream()
                    .filter(one -> TopicFilter.parse(one.filter()).matches(topic.path()))
                    .findFirst();
            Optional<Addresses.Address> address = source.flatMap(read -> Addresses.of(definition, topic));
            if (source.isPresent() && address.isPresent()) {
                Input input = new Input(source.get().role(), topic, micros, id, 0, new Content.Happened(json));
                ask(definition.plan().rule().apply(address.get().place()), input);
            }
        }
    }

    private static <S> void ask(Processor<S> rule, Input input) {
        rule.apply(rule.begin(), input);
    }
}
