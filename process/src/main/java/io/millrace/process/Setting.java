package io.millrace.process;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.TopicFilter;
import java.time.ZoneId;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a processor is set, and how its options name topics from there.
 *
 * @param name of the processor in the site file
 * @param at the location path of its instances, without the root; {@code +} stands for any one segment
 * @param zone the time zone of the plant: when an hour, a shift and a day begin
 */
public record Setting(String name, Namespace namespace, String at, ZoneId zone) {

    private static final Pattern LOCATION = Pattern.compile("[^/#_][^/#]*(/[^/#_][^/#]*)*");

    public Setting {
        Objects.requireNonNull(name);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(zone);
        if (!LOCATION.matcher(at).matches()) {
            throw Problem.of(
                            "value-refused",
                            "'" + at + "' is no location path.",
                            "Write it as packing/line-1, relative to the site's, with + for any one segment.")
                    .asException();
        }
    }

    /** Levels of {@link #at}. */
    public int levels() {
        return at.split("/", -1).length;
    }

    /**
     * An input as options name it: {@code _historian/temperature} or {@code cell-1/_historian/temperature} below the
     * location of the instance, {@code /enterprise/site/_historian/outdoor} from the root on.
     *
     * @param key the option, for the message when it is wrong
     * @throws MistakeException when it is no topic, or cannot be reached from every instance
     */
    public Source source(String role, String key, String topic) {
        boolean fromRoot = topic.startsWith("/");
        if (fromRoot && at.contains("+")) {
            throw new MistakeException(
                    key,
                    Problem.of(
                            "input-elsewhere",
                            "'" + topic + "' begins at the root, and this processor has an instance for each " + at
                                    + ".",
                            "Name a topic below the location, as in _historian/temperature, or give 'location' without +."));
        }
        String path = namespace.root() + (fromRoot ? topic : "/" + at + "/" + topic);
        if (!("/" + topic).contains("/_")) {
            throw new MistakeException(
                    key,
                    Problem.of(
                            "topic-illegal",
                            "'" + topic + "' names no contract.",
                            "Write it as _historian/temperature: what begins with an underscore is the contract."));
        }
        try {
            if (!path.contains("+") && !path.contains("#")) {
                namespace.parse(path);
            }
            TopicFilter.parse(path);
        } catch (ProblemException illegal) {
            throw new MistakeException(key, illegal.problem());
        }
        return new Source(role, path);
    }

    /**
     * What a plan says of a topic it writes.
     *
     * @param key the option, for the message when it is wrong
     * @param below what follows the location of the instance, such as {@code _historian/pieces/total}
     * @throws MistakeException when it is no topic
     */
    public String writes(String key, String below) {
        String path = namespace.root() + "/" + at + "/" + below;
        try {
            namespace.parse(path.replace('+', 'x'));
        } catch (ProblemException illegal) {
            throw new MistakeException(key, illegal.problem());
        }
        return path;
    }
}
