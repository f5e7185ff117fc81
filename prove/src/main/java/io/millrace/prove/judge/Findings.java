package io.millrace.prove.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is found: everything is counted, the first few are kept. Not thread-safe. */
public final class Findings {

    private static final int EXAMPLES = 5;

    private final Map<Key, Found> found = new LinkedHashMap<>();

    private record Key(Finding.Kind kind, String sentence) {}

    private static final class Found {
        private long count;
        private final List<String> examples = new ArrayList<>();
    }

    /** Adds one case of something. */
    public void add(Finding.Kind kind, String sentence, String example) {
        Found cases = found.computeIfAbsent(new Key(kind, sentence), key -> new Found());
        cases.count++;
        if (cases.examples.size() < EXAMPLES) {
            cases.examples.add(example);
        }
    }

    /** Adds what another one has collected. */
    public void addAll(Findings other) {
        other.found.forEach((key, cases) -> {
            Found all = found.computeIfAbsent(key, fresh -> new Found());
            all.count += cases.count;
            cases.examples.stream().limit(EXAMPLES - all.examples.size()).forEach(all.examples::add);
        });
    }

    public List<Finding> list() {
        List<Finding> list = new ArrayList<>();
        found.forEach((key, cases) -> list.add(new Finding(key.kind, key.sentence, cases.count, cases.examples)));
        return list;
    }
}
