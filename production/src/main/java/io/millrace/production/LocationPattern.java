package io.millrace.production;

import java.util.List;

/** A location path with {@code +} for any one segment, relative to that of the site. Immutable. */
final class LocationPattern {

    private final List<String> segments;

    LocationPattern(String site, String relative) {
        String full = relative.isEmpty() ? site : site + "/" + relative;
        this.segments = List.of(full.split("/", -1));
    }

    /** How many segments it names; {@code +} names half of one. */
    int weight() {
        return segments.stream()
                .mapToInt(segment -> segment.equals("+") ? 1 : 2)
                .sum();
    }

    boolean isExactly(String location) {
        return covers(location) && location.split("/", -1).length == segments.size();
    }

    /** Whether it fits a location or one above it. */
    boolean covers(String location) {
        String[] parts = location.split("/", -1);
        if (parts.length < segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (!segment.equals("+") && !segment.equals(parts[i])) {
                return false;
            }
        }
        return true;
    }
}
