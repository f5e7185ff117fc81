package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.bench.Bench;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Page;
import io.millrace.bench.Report;
import io.millrace.bench.Scenario;
import io.millrace.bench.detection.Detection;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures this very program on this very machine, as the published figures were measured. */
@Command(
        name = "bench",
        description = "Measure a hub on this machine: messages, tags, memory, starts, and other stacks beside it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without a scenario all are measured, which takes about an hour. Leave the machine alone meanwhile.",
            "Each scenario writes DIR/SCENARIO.json with every single run.",
            "Examples:",
            "  millrace bench --list                what can be measured",
            "  millrace bench ingest                MQTT messages into rows, about 20 minutes",
            "  millrace bench detect --data DIR     what is found in labelled data, a minute",
            "  millrace bench ingest --quick        only to see that it works, half a minute",
        })
final class BenchCommand implements Callable<Integer> {

    private static final int RUNS = 3;
    private static final int SECONDS = 60;
    private static final int WARM_UP_SECONDS = 90;
    private static final double QUICK_SCALE = 0.05;

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "What to measure. Default: everything.")
    List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "List the scenarios.")
    boolean list;

    @Option(names = "--runs", paramLabel = "N", description = "How often each figure is measured. Default: 3.")
    @Nullable
    Integer runs;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of one measurement. Default: 60.")
    @Nullable
    Integer seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds under load before a new process is measured. Default: 90.")
    @Nullable
    Integer warmUp;

    @Option(names = "--quick", description = "A few seconds with little load: the figures mean nothing.")
    boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "millrace-bench",
            description = "Folder for the reports and the scratch data. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("millrace-bench");

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Write the reports of DIR as one page of Markdown; without a SCENARIO nothing is measured.")
    @Nullable
    Path page;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with labelled recordings, for the scenario detect: skab/*.csv, nab/*.csv.")
    @Nullable
    Path data;

    @Option(
            names = "--node-modules",
            paramLabel = "DIR",
            defaultValue = "node_modules",
            description = "Where npm installed Node-RED, for the stacks beside. Default: ${DEFAULT-VALUE}.")
    Path nodeModules = Path.of("node_modules");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter output = spec.commandLine().getOut();
        if (list) {
            Stream.concat(Bench.scenarios().stream(), Stream.of(new Detection(Path.of(""))))
                    .forEach(one -> output.printf("%-14s %s%n", one.name(), one.sentence()));
            return ExitCode.OK;
        }
        if (page == null || !names.isEmpty()) {
            measure(output);
        }
        if (page != null) {
            write(page);
        }
        return ExitCode.OK;
    }

    private void measure(PrintWriter output) {
        List<Scenario> chosen = chosen();
        BenchSettings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        for (Scenario scenario : chosen) {
            try (ProgressLine line = new ProgressLine(err)) {
                line.say("millrace: " + scenario.name() + ". " + scenario.sentence());
                Report report = Bench.run(scenario, settings, new Shown(line));
                line.close();
                report.tables().forEach(table -> output.println("\n" + table.markdown()));
                output.println("Report: " + settings.folder().resolve(scenario.name() + ".json"));
                output.flush();
            } catch (StageException impossible) {
                throw new HubException(impossible);
            }
        }
    }

    private void write(Path file) {
        try {
            Files.writeString(file, Page.of(out));
        } catch (IOException failed) {
            throw new HubException("The page " + file + " cannot be written: " + failed.getMessage(), failed);
        } catch (StageException unreadable) {
            throw new HubException(unreadable);
        }
    }

    private List<Scenario> chosen() {
        if (names.isEmpty()) {
            return Bench.scenarios();
        }
        return names.stream().map(this::scenario).toList();
    }

    private Scenario scenario(String name) {
        if (!name.equals(Detection.NAME)) {
            return Bench.scenario(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "There is no scenario '" + name + "'. 'millrace bench --list' names them."));
        }
        if (data == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The scenario detect needs --data DIR, a folder with recordings of SKAB or NAB.");
        }
        return new Detection(data);
    }

    private BenchSettings settings() {
        int length = seconds != null ? seconds : quick ? 2 : SECONDS;
        int before = warmUp != null ? warmUp : quick ? 1 : WARM_UP_SECONDS;
        int times = runs != null ? runs : quick ? 1 : RUNS;
        if (length < 1 || before < 0 || times < 1) {
            throw new ParameterException(spec.commandLine(), "--runs and --seconds must be at least 1, --warm-up 0.");
        }
        return new BenchSettings(
                out.toAbsolutePath(),
                List.of(InstalledProgram.command().toString(), "up"),
                Map.of(),
                InstalledProgram.archive(),
                times,
                Duration.ofSeconds(before),
                Duration.ofSeconds(length),
                quick ? QUICK_SCALE : 1,
                nodeModules.toAbsolutePath());
    }

    /** Shows a benchmark going on. */
    private static final class Shown implements BenchListener {

        private final ProgressLine line;
        private String step = "";

        Shown(ProgressLine line) {
            this.line = line;
        }

        @Override
        public void step(String sentence) {
            step = sentence;
            line.show(ProgressLine.bar(0) + " " + step, true);
        }

        @Override
        public void progress(double share, String figures) {
            line.show(ProgressLine.bar(share) + " " + step + "  " + figures, false);
        }
    }
}
