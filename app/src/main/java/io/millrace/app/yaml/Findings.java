package io.millrace.app.yaml;

import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects every mistake, so that a person mends them in one go. Not thread-safe. */
public final class Findings {

    private final List<Finding> found = new ArrayList<>();

    public void add(Place place, String path, Problem problem) {
        found.add(new Finding(place, path, problem));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    int size() {
        return found.size();
    }

    /** File by file as they were read, each in its order. */
    public List<Finding> list() {
        List<String> files =
                found.stream().map(finding -> finding.place().file()).distinct().toList();
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Finding finding) ->
                                files.indexOf(finding.place().file()))
                        .thenComparing(finding -> finding.place().line())
                        .thenComparing(finding -> finding.place().column()))
                .toList();
    }
}
