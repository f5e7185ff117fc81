package io.millrace.bench;

import io.millrace.bench.scenario.Endurance;
import io.millrace.bench.scenario.Footprint;
import io.millrace.bench.scenario.Growth;
import io.millrace.bench.scenario.HistorianScenario;
import io.millrace.bench.scenario.Ingest;
import io.millrace.bench.scenario.Processing;
import io.millrace.bench.scenario.SideBySide;
import io.millrace.bench.scenario.Tags;
import io.millrace.stage.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Measures: the way in. */
public final class Bench {

    /** In the order of the reference page. */
    private static final List<Scenario> SCENARIOS = List.of(
            new Ingest(),
            new SideBySide(),
            new Tags(),
            new HistorianScenario(),
            new Processing(),
            new Endurance(),
            new Footprint(),
            new Growth());

    private Bench() {}

    public static List<Scenario> scenarios() {
        return SCENARIOS;
    }

    public static Optional<Scenario> scenario(String name) {
        return SCENARIOS.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /**
     * Measures one scenario and writes its report into the folder of the settings.
     *
     * @throws io.millrace.stage.StageException when it cannot be measured here: the message says what is missing
     */
    public static Report run(Scenario scenario, BenchSettings settings, BenchListener listener) {
        Findings findings;
        try (Bed bed = Bed.make(settings, listener, scenario.name())) {
            findings = scenario.measure(bed);
        }
        Report report = new Report(
                scenario.name(),
                scenario.title(),
                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                scenario.command(),
                Machine.here(),
                findings.versions(),
                findings.settings(),
                findings.notes(),
                findings.tables());
        report.write(settings.folder());
        return report;
    }
}
