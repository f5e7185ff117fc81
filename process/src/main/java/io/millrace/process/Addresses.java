package io.millrace.process;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import java.util.List;
import java.util.Optional;

/** Which instance an input belongs to, and where that one is at home. Pure; thread-safe. */
public final class Addresses {

    private Addresses() {}

    /**
     * An instance.
     *
     * @param key unique among all instances: the name of the processor, a blank, and what tells its instances apart
     * @param home where a host keeps it: whatever has one home is kept together. It is the topic of the first of its inputs
     *     that has but one, so that these are at home where they arrive
     * @param gathers whether inputs of other topics come to it there
     */
    public record Address(String key, String home, boolean gathers, Place place) {}

    /** The instance a topic belongs to, where the topic alone decides. */
    public static Optional<Address> of(Definition definition, Topic topic) {
        Keying keying = definition.plan().keying();
        if (keying instanceof Keying.ByPlace byPlace) {
            String at = definition.setting().at();
            // an input that is named from the root on lies elsewhere than its only instance
            return Optional.of(at(definition, at.contains("+") ? location(topic, byPlace.levels()) : at));
        }
        return keying instanceof Keying.ByTopic ? Optional.of(at(definition, topic.path())) : Optional.empty();
    }

    /** The instance an input belongs to by its key; empty when it has none. */
    public static Optional<Address> of(Definition definition, Keying.ByKey keying, Input input) {
        return Optional.ofNullable(keying.sources().get(input.role()))
                .flatMap(source -> source.keyOf(input))
                .map(key -> at(definition, key));
    }

    /** The instance of a processor by what tells it apart from the others. */
    public static Address at(Definition definition, String what) {
        String key = definition.name() + " " + what;
        Namespace namespace = definition.setting().namespace();
        Keying keying = definition.plan().keying();
        if (keying instanceof Keying.ByPlace) {
            List<Source> sources = definition.plan().sources();
            String home = sources.stream()
                    .flatMap(source -> onlyTopic(definition, source, what).stream())
                    .findFirst()
                    .orElse(key);
            return new Address(key, home, sources.size() > 1 || home.equals(key), new Place(namespace, what));
        }
        return keying instanceof Keying.ByTopic
                ? new Address(
                        key,
                        what,
                        false,
                        new Place(namespace, namespace.parse(what).location()))
                : new Address(key, key, true, new Place(namespace, ""));
    }

    /** The first levels of a topic's location. */
    private static String location(Topic topic, int levels) {
        String location = topic.location();
        int end = -1;
        for (int level = 0; level < levels; level++) {
            end = location.indexOf('/', end + 1);
            if (end < 0) {
                return location;
            }
        }
        return location.substring(0, end);
    }

    /** The topic of a source at a location, if it is but one. */
    private static Optional<String> onlyTopic(Definition definition, Source source, String location) {
        String root = definition.setting().namespace().root() + "/";
        String begin = root + definition.setting().at() + "/";
        String filter = source.filter();
        boolean isBelow = filter.startsWith(begin);
        String below = isBelow ? filter.substring(begin.length()) : filter;
        if (below.contains("+") || below.contains("#")) {
            return Optional.empty();
        }
        return Optional.of(isBelow ? root + location + "/" + below : filter);
    }
}
