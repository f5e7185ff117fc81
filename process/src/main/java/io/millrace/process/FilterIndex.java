package io.millrace.process;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Topic filters under numbers of theirs, level by level: which of them overlap another is found without looking at all,
 * so that a site may have thousands. A topic is a filter without wildcards. Not thread-safe while it is filled.
 */
public final class FilterIndex {

    private static final String ONE = "+";
    private static final String ALL = "#";

    private final Level root = new Level();

    private static final class Level {
        private final Map<String, Level> below = new HashMap<>();
        /** Of the filters that end here. */
        private final SortedSet<Integer> numbers = new TreeSet<>();
    }

    /** Several filters may have one number. */
    public void put(String filter, int number) {
        Level at = root;
        for (String level : filter.split("/", -1)) {
            at = at.below.computeIfAbsent(level, name -> new Level());
        }
        at.numbers.add(number);
    }

    /** The numbers of all filters that {@link Chains#overlap overlap} this one, in their order. */
    public SortedSet<Integer> overlapping(String filter) {
        SortedSet<Integer> found = new TreeSet<>();
        collect(root, filter.split("/", -1), 0, found);
        return found;
    }

    private static void collect(Level at, String[] wanted, int depth, SortedSet<Integer> found) {
        Level all = at.below.get(ALL);
        if (all != null) {
            found.addAll(all.numbers);
        }
        if (depth == wanted.length) {
            found.addAll(at.numbers);
            return;
        }
        String level = wanted[depth];
        if (level.equals(ALL)) {
            everything(at, found);
        } else if (level.equals(ONE)) {
            at.below.forEach((name, next) -> {
                if (!name.equals(ALL)) {
                    collect(next, wanted, depth + 1, found);
                }
            });
        } else {
            collectIn(at.below.get(level), wanted, depth + 1, found);
            collectIn(at.below.get(ONE), wanted, depth + 1, found);
        }
    }

    private static void collectIn(@Nullable Level at, String[] wanted, int depth, SortedSet<Integer> found) {
        if (at != null) {
            collect(at, wanted, depth, found);
        }
    }

    private static void everything(Level at, SortedSet<Integer> found) {
        found.addAll(at.numbers);
        at.below.values().forEach(next -> everything(next, found));
    }
}
