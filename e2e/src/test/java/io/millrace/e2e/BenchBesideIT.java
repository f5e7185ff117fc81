package io.millrace.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program costs beside its work, and beside others, measured: footprint, endurance, growth, other stacks. */
class BenchBesideIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"endurance", "footprint", "side-by-side", "growth"})
    void aScenarioIsMeasuredAndReported(String scenario) throws Exception {
        QuickBench.isMeasuredAndReported(scenario, folder);
    }
}
