package io.millrace.bench.scenario;

import java.util.function.ToIntFunction;

/** What grows. */
enum GrowthAxis {
    TAGS("tags", GrowthStep::tags),
    SITES("sites", GrowthStep::sites);

    private final String words;
    private final ToIntFunction<GrowthStep> count;

    GrowthAxis(String words, ToIntFunction<GrowthStep> count) {
        this.words = words;
        this.count = count;
    }

    String words() {
        return words;
    }

    int count(GrowthResult result) {
        return count.applyAsInt(result.step());
    }
}
