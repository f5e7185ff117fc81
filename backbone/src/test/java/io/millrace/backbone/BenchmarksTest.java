package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark of this module for a moment, so that it cannot rot. No figure is judged. */
class BenchmarksTest {

    @Test
    void eachRuns() throws Exception {
        OptionsBuilder moment = new OptionsBuilder();
        moment.forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);

        assertThat(new Runner(moment.build()).run()).isNotEmpty();
    }
}
