package io.millrace.model;

import java.util.List;

/**
 * An MQTT topic filter (MQTT 5.0, 4.7): {@code +} stands for one level, {@code #} at the end for all that follow, the
 * level before it included. Immutable.
 */
public final class TopicFilter {

    private final List<String> levels;

    private TopicFilter(List<String> levels) {
        this.levels = levels;
    }

    /** @throws ProblemException {@code filter-illegal}, naming the level */
    public static TopicFilter parse(String text) {
        List<String> levels = List.of(text.split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean last = i == levels.size() - 1;
            boolean misplaced = (level.contains("#") && !(level.equals("#") && last))
                    || (level.contains("+") && !level.equals("+"));
            if (misplaced || text.isEmpty()) {
                throw Problem.of(
                                "filter-illegal",
                                "'" + text + "' is no topic filter.",
                                "'+' stands alone for one level, '#' alone at the end for all that follow.")
                        .asException();
            }
        }
        return new TopicFilter(levels);
    }

    public boolean matches(String topic) {
        String[] parts = topic.split("/", -1);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i >= parts.length || !(level.equals("+") || level.equals(parts[i]))) {
                return false;
            }
            boolean parentOfAll = i == parts.length - 1
                    && i == levels.size() - 2
                    && levels.get(i + 1).equals("#");
            if (parentOfAll) {
                return true;
            }
        }
        return parts.length == levels.size();
    }
}
