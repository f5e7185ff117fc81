package io.millrace.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which processors read what others write. Pure; thread-safe. */
public final class Chains {

    private Chains() {}

    /** Whether there is a topic that both filters match. */
    public static boolean overlap(String one, String other) {
        String[] left = one.split("/", -1);
        String[] right = other.split("/", -1);
        for (int i = 0; ; i++) {
            boolean leftEnds = i == left.length;
            boolean rightEnds = i == right.length;
            if (leftEnds || rightEnds) {
                return leftEnds == rightEnds || (leftEnds ? right[i] : left[i]).equals("#");
            }
            if (left[i].equals("#") || right[i].equals("#")) {
                return true;
            }
            if (!left[i].equals("+") && !right[i].equals("+") && !left[i].equals(right[i])) {
                return false;
            }
        }
    }

    /** Whether the first one writes what the second one reads. */
    public static boolean feeds(Definition writer, Definition reader) {
        return writer.plan().writes().stream().anyMatch(written -> reader.plan().sources().stream()
                .anyMatch(source -> overlap(written, source.filter())));
    }

    /** Who reads what others write, looked up once for all of a site. */
    private static final class Readers {
        private final List<Definition> definitions;
        private final FilterIndex sources = new FilterIndex();

        Readers(List<Definition> definitions) {
            this.definitions = definitions;
            for (int i = 0; i < definitions.size(); i++) {
                for (Source source : definitions.get(i).plan().sources()) {
                    sources.put(source.filter(), i);
                }
            }
        }

        /** In the order of the site. */
        List<Definition> of(Definition writer) {
            SortedSet<Integer> found = new TreeSet<>();
            writer.plan().writes().forEach(written -> found.addAll(sources.overlapping(written)));
            return found.stream().map(definitions::get).toList();
        }
    }

    /**
     * A ring of processors each of which reads what the one before writes, by their names; the first one is also the last.
     * Empty when there is none: then everything comes to rest.
     */
    public static Optional<List<String>> ring(List<Definition> definitions) {
        Readers readers = new Readers(definitions);
        Map<String, Boolean> done = new HashMap<>();
        for (Definition definition : definitions) {
            Optional<List<String>> ring = follow(definition, readers, new ArrayList<>(), done);
            if (ring.isPresent()) {
                return ring;
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> follow(
            Definition from, Readers readers, List<String> way, Map<String, Boolean> done) {
        int before = way.indexOf(from.name());
        way.add(from.name());
        if (before >= 0) {
            return Optional.of(List.copyOf(way.subList(before, way.size())));
        }
        if (!done.containsKey(from.name())) {
            for (Definition reader : readers.of(from)) {
                Optional<List<String>> ring = follow(reader, readers, way, done);
                if (ring.isPresent()) {
                    return ring;
                }
            }
            done.put(from.name(), true);
        }
        way.remove(way.size() - 1);
        return Optional.empty();
    }

    /** How many processors there are on the longest way from a first input to a last output; 1 when none reads another. */
    public static int longest(List<Definition> definitions) {
        Readers readers = new Readers(definitions);
        Map<String, Integer> known = new HashMap<>();
        int longest = 1;
        for (Definition definition : definitions) {
            longest = Math.max(longest, longestFrom(definition, readers, known));
        }
        return longest;
    }

    private static int longestFrom(Definition from, Readers readers, Map<String, Integer> known) {
        Integer before = known.get(from.name());
        if (before != null) {
            return before;
        }
        known.put(from.name(), 1); // ends a ring, which the check refuses
        int longest = 1;
        for (Definition reader : readers.of(from)) {
            longest = Math.max(longest, 1 + longestFrom(reader, readers, known));
        }
        known.put(from.name(), longest);
        return longest;
    }
}
