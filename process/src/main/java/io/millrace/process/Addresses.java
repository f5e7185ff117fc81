package io.millrace.process;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which instance an input belongs to, and where that one is at home. Pure; thread-safe. */
public final class Addresses {

    private Addresses() {}

    /**
     * An instance.
     *
     * @param key unique among all instances: the name of the processor, a blank, and what tells its instances apart
     * @param home where a host keeps it: whatever has one home is kept together. Where all of its inputs have one
     *     topic it is that topic, so that they are at home where they arrive
     */
    public record Address(String key, String home, Place place) {}

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
            String only = onlyTopic(definition, what);
            return new Address(key, only == null ? key : only, new Place(namespace, what));
        }
        return keying instanceof Keying.ByTopic
                ? new Address(
                        key, what, new Place(namespace, namespace.parse(what).location()))
                : new Address(key, key, new Place(namespace, ""));
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

    /** The topic of all inputs of an instance, if there is but one. */
    private static @Nullable String onlyTopic(Definition definition, String location) {
        if (definition.plan().sources().size() != 1) {
            return null;
        }
        String filter = definition.plan().sources().get(0).filter();
        String begin = definition.setting().namespace().root() + "/"
                + definition.setting().at() + "/";
        String below = filter.startsWith(begin) ? filter.substring(begin.length()) : filter;
        if (below.contains("+") || below.contains("#")) {
            return null;
        }
        return filter.startsWith(begin)
                ? definition.setting().namespace().root() + "/" + location + "/" + below
                : filter;
    }
}
