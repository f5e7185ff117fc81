package io.millrace.prove;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.prove.judge.Counts;
import io.millrace.prove.judge.Finding;
import io.millrace.prove.schedule.Strike;
import io.millrace.prove.stage.Struck;
import io.millrace.stage.Machine;
import io.millrace.stage.MemoryCurve;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes down how it went: {@code prove-<seed>.md} for people, {@code prove-<seed>.json} for programs. */
final class Report {

    private static final long MIB = 1 << 20;
    /** A curve of more points than this says no more on paper. */
    private static final int POINTS = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProveSettings settings;
    private final List<Finding> findings;
    private final Figures figures;
    private final Machine machine;

    private Report(ProveSettings settings, List<Finding> findings, Figures figures, Machine machine) {
        this.settings = settings;
        this.findings = findings;
        this.figures = figures;
        this.machine = machine;
    }

    /** @return the Markdown file */
    static Path write(ProveSettings settings, List<Finding> findings, Figures figures) {
        Report report = new Report(settings, findings, figures, Machine.here());
        Path markdown = settings.folder().resolve("prove-" + settings.seed() + ".md");
        Path json = settings.folder().resolve("prove-" + settings.seed() + ".json");
        try {
            Files.writeString(markdown, report.markdown());
            Files.writeString(json, report.json());
        } catch (IOException failed) {
            throw new StageException("The report " + markdown + " cannot be written: " + failed.getMessage(), failed);
        }
        return markdown;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(findings.isEmpty() ? "Proved" : "Not proved").append("\n\n");
        text.append(verdict()).append("\n\n");
        findings(text);
        restarts(text);
        counts(text);
        settings(text);
        schedule(text);
        memory(text);
        text.append(
                "## What this does not say\n\nA `kill -9` takes the process and leaves the operating system with what"
                        + " was written: it says nothing about a loss of power. Whether bytes are on the disk before they are"
                        + " acknowledged is a matter of fsync and of a disk that does not lie about it.\n");
        return text.toString();
    }

    private String verdict() {
        Counts counts = figures.counts();
        String struck = figures.kills() + " kills and " + (figures.struck().size() - figures.kills())
                + " other strikes in " + seconds(figures.elapsed()) + ", seed " + settings.seed() + ".";
        return findings.isEmpty()
                ? "Nothing lost, nothing counted twice: " + counts.acknowledged()
                        + " acknowledged messages are in the log and, each once, in the historian; nothing else is. "
                        + counts.results() + " results of processors and " + counts.figures()
                        + " figures of hours, shifts, days and orders are those that follow. "
                        + struck
                : findings.size() + " findings. " + struck;
    }

    private void findings(StringBuilder text) {
        if (findings.isEmpty()) {
            return;
        }
        text.append("## Findings\n\n");
        for (Finding finding : findings) {
            text.append("- **")
                    .append(finding.kind())
                    .append("** ")
                    .append(finding.sentence())
                    .append(" (")
                    .append(finding.count())
                    .append(" times)\n");
            finding.examples().forEach(example -> text.append("  - `")
                    .append(example.replaceAll("\\s*\\R\\s*", " / "))
                    .append("`\n"));
        }
        text.append('\n');
    }

    private void restarts(StringBuilder text) {
        text.append("## From `kill -9` to ready\n\n");
        text.append(
                "| measured from the signal under load | times | median | shortest | longest |\n|---|---|---|---|---|\n");
        row(text, "until the hub says that it is ready", figures.restarts());
        row(text, "until a message is acknowledged again", figures.flows());
        text.append('\n');
    }

    private static void row(StringBuilder text, String what, List<Duration> times) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(times.size())
                .append(" | ")
                .append(seconds(Figures.median(times)))
                .append(" | ")
                .append(seconds(times.stream().min(Duration::compareTo).orElse(Duration.ZERO)))
                .append(" | ")
                .append(seconds(times.stream().max(Duration::compareTo).orElse(Duration.ZERO)))
                .append(" |\n");
    }

    private void counts(StringBuilder text) {
        Counts counts = figures.counts();
        text.append("## What was counted\n\n| | |\n|---|---|\n");
        line(text, "messages attempted", counts.attempted());
        line(text, "messages acknowledged", counts.acknowledged());
        line(text, "messages in the log", counts.logged());
        line(text, "redeliveries in the log beyond those", counts.redelivered());
        line(text, "rows of messages", counts.stored());
        line(text, "rows of the device's registers", counts.readings());
        line(text, "records in quarantine", counts.rejected());
        line(text, "results of processors, computed anew and compared", counts.results());
        line(text, "figures of hours, shifts, days and orders, computed anew and compared", counts.figures());
        line(text, "the historian caught up after the end in", seconds(figures.catchUp()));
        line(text, "greatest resident memory of the hub, MiB", figures.peakMemory() / MIB);
        text.append('\n');
    }

    private void settings(StringBuilder text) {
        Load load = settings.load();
        text.append("## Settings\n\n| | |\n|---|---|\n");
        line(text, "seed", settings.seed());
        line(text, "hub", figures.version());
        line(text, "Java of the prover", machine.java());
        line(text, "system", machine.system());
        line(text, "cores", machine.cores());
        line(text, "memory, MiB", machine.memoryBytes() / MIB);
        line(text, "lines", load.lines());
        line(text, "counts per second", load.countsPerSecond());
        line(text, "values per second", load.valuesPerSecond());
        line(text, "repeated deliberately", load.duplicatePercent() + " %");
        line(text, "Modbus registers", 2 * load.registers());
        figures.notes().forEach(note -> line(text, "note", note));
        text.append('\n');
    }

    private void schedule(StringBuilder text) {
        text.append("## Schedule\n\n| | at | strike | lasting | ready after | |\n|---|---|---|---|---|---|\n");
        for (Struck struck : figures.struck()) {
            Strike strike = struck.strike();
            text.append("| ")
                    .append(strike.number())
                    .append(" | ")
                    .append(seconds(struck.at()))
                    .append(" | ")
                    .append(strike.kind().sentence())
                    .append(" | ")
                    .append(strike.length().isZero() ? "" : seconds(strike.length()))
                    .append(" | ")
                    .append(struck.toReady().map(Report::seconds).orElse(""))
                    .append(" | ")
                    .append(struck.remark())
                    .append(" |\n");
        }
        text.append('\n');
    }

    private void memory(StringBuilder text) {
        List<MemoryCurve.Point> points = figures.memory();
        if (points.isEmpty()) {
            return;
        }
        text.append("## Resident memory of the hub\n\n| at | MiB |\n|---|---|\n");
        int step = Math.max(1, points.size() / POINTS);
        for (int i = 0; i < points.size(); i += step) {
            line(text, seconds(points.get(i).at()), points.get(i).bytes() / MIB);
        }
        text.append('\n');
    }

    private static void line(StringBuilder text, String what, Object value) {
        text.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String json() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("proved", findings.isEmpty());
        root.put("seed", settings.seed());
        root.put("hub", figures.version());
        root.put("elapsedMillis", figures.elapsed().toMillis());
        root.put("catchUpMillis", figures.catchUp().toMillis());
        root.put("planned", figures.planned());
        root.put("kills", figures.kills());
        root.set("machine", JSON.valueToTree(machine));
        root.set("load", JSON.valueToTree(settings.load()));
        root.set("counts", JSON.valueToTree(figures.counts()));
        root.set("findings", JSON.valueToTree(findings));
        root.set("notes", JSON.valueToTree(figures.notes()));
        millis(root.putArray("restartMillis"), figures.restarts());
        millis(root.putArray("flowMillis"), figures.flows());
        ArrayNode strikes = root.putArray("schedule");
        for (Struck struck : figures.struck()) {
            ObjectNode strike = strikes.addObject();
            strike.put("number", struck.strike().number());
            strike.put("kind", struck.strike().kind().name());
            strike.put("pauseMillis", struck.strike().pause().toMillis());
            strike.put("lengthMillis", struck.strike().length().toMillis());
            strike.put("atMillis", struck.at().toMillis());
            struck.toReady().ifPresent(ready -> strike.put("readyMillis", ready.toMillis()));
            strike.put("remark", struck.remark());
        }
        ArrayNode memory = root.putArray("memory");
        for (MemoryCurve.Point point : figures.memory()) {
            memory.addObject().put("atMillis", point.at().toMillis()).put("bytes", point.bytes());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void millis(ArrayNode array, List<Duration> durations) {
        durations.forEach(duration -> array.add(duration.toMillis()));
    }
}
