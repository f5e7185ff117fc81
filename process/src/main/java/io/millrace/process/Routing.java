package io.millrace.process;

import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import io.millrace.process.Addresses.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which processors a topic concerns. Remembers what it found; used by one thread. */
public final class Routing {

    private static final int MOST_KNOWN = 200_000;

    private final List<Taker> takers = new ArrayList<>();
    private final FilterIndex index = new FilterIndex();
    private final Map<String, List<Match>> matches = new HashMap<>();
    private final Map<String, Boolean> concerns = new HashMap<>();

    private record Filter(String role, TopicFilter filter) {
        Filter(Source source) {
            this(source.role(), TopicFilter.parse(source.filter()));
        }
    }

    private record Taker(Definition definition, List<Filter> filters) {}

    /**
     * A processor that takes a topic.
     *
     * @param address absent when the input itself has to tell
     */
    public record Match(
            Definition definition, String role, @Nullable Address address) {}

    public Routing(List<Definition> definitions) {
        for (Definition definition : definitions) {
            definition.plan().sources().forEach(source -> index.put(source.filter(), takers.size()));
            takers.add(new Taker(
                    definition,
                    definition.plan().sources().stream().map(Filter::new).toList()));
        }
    }

    /** Whether a topic, or one below it, concerns any processor: a payload may hold the tags below its topic. */
    public boolean concerns(String topic) {
        Boolean known = concerns.get(topic);
        if (known == null) {
            known = !index.overlapping(topic + "/#").isEmpty();
            remember(concerns, topic, known);
        }
        return known;
    }

    /** The processors that take a topic. */
    public List<Match> of(Topic topic) {
        List<Match> known = matches.get(topic.path());
        if (known == null) {
            known = find(topic);
            remember(matches, topic.path(), known);
        }
        return known;
    }

    private List<Match> find(Topic topic) {
        List<Match> found = new ArrayList<>(1);
        for (int number : index.overlapping(topic.path())) {
            Taker taker = takers.get(number);
            for (Filter filter : taker.filters) {
                if (filter.filter.matches(topic.path())) {
                    found.add(new Match(
                            taker.definition,
                            filter.role,
                            Addresses.of(taker.definition, topic).orElse(null)));
                    break;
                }
            }
        }
        return List.copyOf(found);
    }

    private static <T> void remember(Map<String, T> known, String topic, T what) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(topic, what);
    }
}
