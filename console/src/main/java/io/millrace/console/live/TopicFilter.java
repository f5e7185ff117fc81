package io.millrace.console.live;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;

/**
 * An MQTT topic filter (MQTT 5.0, 4.7): {@code +} stands for one segment, {@code #} at the end for all the rest,
 * including none. Immutable and thread-safe.
 */
public final class TopicFilter {

    private final String text;
    private final String[] segments;

    private TopicFilter(String text, String[] segments) {
        this.text = text;
        this.segments = segments;
    }

    /** @throws io.millrace.model.ProblemException {@code filter-illegal} */
    public static TopicFilter parse(String text) {
        if (text.isEmpty() || text.length() > Namespace.MAX_BYTES) {
            throw illegal(text, "is empty or longer than " + Namespace.MAX_BYTES + " characters");
        }
        String[] segments = text.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean wild = segment.indexOf('+') >= 0 || segment.indexOf('#') >= 0;
            if (wild && segment.length() > 1) {
                throw illegal(text, "has a wildcard that does not stand alone in its segment");
            }
            if (segment.equals("#") && i < segments.length - 1) {
                throw illegal(text, "has '#' before its end");
            }
        }
        return new TopicFilter(text, segments);
    }

    private static io.millrace.model.ProblemException illegal(String text, String what) {
        String shown = text.length() <= 120 ? text : text.substring(0, 117) + "...";
        return Problem.of(
                        "filter-illegal",
                        "The filter '" + shown + "' " + what + ".",
                        "Use a topic with '+' for one segment or '#' at the end for all the rest.")
                .asException();
    }

    public boolean matches(String topic) {
        int start = 0;
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment.equals("#")) {
                return true;
            }
            if (start > topic.length()) {
                return false;
            }
            int slash = topic.indexOf('/', start);
            int end = slash < 0 ? topic.length() : slash;
            if (!segment.equals("+")
                    && (segment.length() != end - start || !topic.regionMatches(start, segment, 0, segment.length()))) {
                return false;
            }
            start = end + 1;
        }
        return start > topic.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
