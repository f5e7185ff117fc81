package io.millrace.bench.inner;

import io.millrace.bench.Findings;
import io.millrace.bench.Page;
import io.millrace.bench.Report;
import io.millrace.bench.Table;
import io.millrace.stage.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all benchmarks on the class path, each in Java processes of its own, and writes their report: {@code DIR
 * [PATTERN...]}. With patterns, regular expressions for parts of names, only those; the report then holds only those too.
 */
public final class InnerMain {

    private static final int FORKS = 2;
    private static final int WARM_UPS = 4;
    private static final int RUNS = 5;
    private static final TimeValue LENGTH = TimeValue.milliseconds(500);
    /** Of the hub: what is cheap with one collector may not be so with another. */
    private static final List<String> JAVA =
            List.of("-Xmx256m", "-Xmn110m", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2");

    private InnerMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("inner: say where the report is to go, as in 'bench/inner millrace-bench'.");
            System.exit(2);
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                // Those of tests measure nothing.
                .exclude("Test\\.")
                .forks(FORKS)
                .warmupIterations(WARM_UPS)
                .warmupTime(LENGTH)
                .measurementIterations(RUNS)
                .measurementTime(LENGTH)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(JAVA.toArray(String[]::new))
                .shouldFailOnError(true);
        List<String> patterns = Arrays.asList(arguments).subList(1, arguments.length);
        patterns.forEach(options::include);
        try {
            Findings findings = InnerFindings.of(new Runner(options.build()).run(), String.join(" ", JAVA));
            Report report = report(findings);
            Path file = report.write(Path.of(arguments[0]));
            report.tables().stream().map(Table::markdown).forEach(table -> System.out.println("\n" + table));
            System.out.println("Report: " + file);
        } catch (RunnerException failed) {
            System.err.println("inner: " + failed.getMessage());
            System.exit(1);
        }
    }

    static Report report(Findings findings) {
        return new Report(
                Page.INNER,
                "Hot inner parts",
                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                "bench/inner DIR",
                Machine.here(),
                findings.versions(),
                findings.settings(),
                findings.notes(),
                findings.tables());
    }
}
