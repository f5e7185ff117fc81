package io.millrace.bench.inner;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Cell;
import io.millrace.bench.Findings;
import io.millrace.bench.Page;
import io.millrace.bench.Table;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Public for the code that JMH generates. */
public class InnerFindingsTest {

    /** Something to measure. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public static class Sample {

        @Param("24")
        public int bytes;

        @Benchmark
        public byte[] makeAnArray() {
            return new byte[bytes];
        }

        @Benchmark
        public int makeNothing() {
            return bytes;
        }
    }

    @TempDir
    Path folder;

    @Test
    void eachBenchmarkIsARowWithARunForEachIteration() throws Exception {
        Findings findings = InnerFindings.of(measured(), "-Xmx1m");

        assertThat(findings.versions()).containsKey("JMH");
        assertThat(findings.settings()).containsEntry("iterations", "2").containsEntry("Java's options", "-Xmx1m");
        Table table = findings.tables().get(0);
        assertThat(table.rows()).hasSize(2).allSatisfy(row -> assertThat(
                        row.get(3).figure())
                .satisfies(time -> assertThat(time.runs()).hasSize(2)));
        List<Cell> array = table.rows().get(0);
        assertThat(array.stream().limit(3).map(Cell::text))
                .containsExactly("bench", "Sample", "make an array, bytes 24");
        assertThat(array.get(3).figure())
                .satisfies(time -> assertThat(time.unit()).isEqualTo("ns"));
        assertThat(array.get(4).figure())
                .satisfies(allocated -> assertThat(allocated.runs()).hasSize(2));
    }

    @Test
    void theirReportIsPartOfThePage() throws Exception {
        InnerMain.report(InnerFindings.of(measured(), "-Xmx1m")).write(folder);

        assertThat(Page.of(folder))
                .contains("## Hot inner parts", "| bench | Sample | make nothing, bytes 24 |", "bench/inner DIR");
    }

    private static Collection<RunResult> measured() throws Exception {
        OptionsBuilder moment = new OptionsBuilder();
        moment.include(Sample.class.getName().replace('$', '.'))
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(5))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        return new Runner(moment.build()).run();
    }
}
