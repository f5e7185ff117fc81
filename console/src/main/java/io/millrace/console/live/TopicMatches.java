package io.millrace.console.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tags that fit a topic filter, found along the tree: only places that can lead to one are visited, and never more
 * than {@value #MOST_VISITED}.
 *
 * @param tags in the order of the tree
 * @param more whether there are more, or may be
 */
public record TopicMatches(List<LiveTag> tags, boolean more) {

    private static final int MOST_VISITED = 20_000;

    private record Step(TreeNode place, int level) {}

    public TopicMatches {
        tags = List.copyOf(tags);
    }

    /**
     * @param filter from the root on; {@code +} and {@code #} as in MQTT
     * @param wanted which of those that fit
     */
    public static TopicMatches of(LiveNamespace live, String filter, Predicate<LiveTag> wanted, int limit) {
        String root = live.root().path();
        if (!filter.startsWith(root + "/")) {
            return new TopicMatches(List.of(), false);
        }
        String[] levels = filter.substring(root.length() + 1).split("/", -1);
        List<LiveTag> found = new ArrayList<>();
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(live.root(), 0));
        for (int visited = 0; !open.isEmpty(); visited++) {
            if (visited >= MOST_VISITED) {
                return new TopicMatches(found, true);
            }
            Step step = open.pop();
            boolean all = step.level() < levels.length && levels[step.level()].equals("#");
            LiveTag tag = step.place().tag();
            if (tag != null && (all || step.level() == levels.length) && wanted.test(tag)) {
                if (found.size() == limit) {
                    return new TopicMatches(found, true);
                }
                found.add(tag);
            }
            goOn(step, all, levels, open);
        }
        return new TopicMatches(found, false);
    }

    /** Puts the places to visit next on the stack, the first on top. */
    private static void goOn(Step step, boolean all, String[] levels, Deque<Step> open) {
        if (!all && step.level() == levels.length) {
            return;
        }
        String level = levels[step.level()];
        int next = all ? step.level() : step.level() + 1;
        if (!all && !level.equals("+")) {
            TreeNode child = step.place().child(level);
            if (child != null) {
                open.push(new Step(child, next));
            }
            return;
        }
        List<Step> children = new ArrayList<>();
        for (TreeNode child : step.place().children()) {
            children.add(new Step(child, next));
        }
        for (int i = children.size() - 1; i >= 0; i--) {
            open.push(children.get(i));
        }
    }
}
