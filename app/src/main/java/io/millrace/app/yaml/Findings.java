package io.millrace.app.yaml;

import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** File by file as they were read, each in its order. What many make of one place in the same way is said once. */
    public List<Finding> list() {
        List<Finding> once = once();
        Map<String, Integer> files = new HashMap<>();
        once.forEach(finding -> files.putIfAbsent(finding.place().file(), files.size()));
        return once.stream()
                .sorted(Comparator.comparingInt((Finding finding) ->
                                files.getOrDefault(finding.place().file(), 0))
                        .thenComparing(finding -> finding.place().line())
                        .thenComparing(finding -> finding.place().column()))
                .toList();
    }

    private List<Finding> once() {
        Map<Finding, Finding> first = new LinkedHashMap<>();
        Map<Finding, Set<Place.Use>> users = new HashMap<>();
        for (Finding finding : found) {
            Place.Use use = finding.place().use();
            Finding same = use == null ? finding : finding.regardlessOfUse();
            first.putIfAbsent(same, finding);
            if (use != null) {
                users.computeIfAbsent(same, key -> new HashSet<>()).add(use);
            }
        }
        List<Finding> once = new ArrayList<>();
        first.forEach((same, finding) ->
                once.add(finding.withOthers(users.getOrDefault(same, Set.of()).size() - 1)));
        return once;
    }
}
