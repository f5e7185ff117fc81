package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.prove.Figures;
import io.millrace.prove.Prove;
import io.millrace.prove.ProveSettings;
import io.millrace.prove.Verdict;
import io.millrace.prove.judge.Finding;
import io.millrace.stage.StageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets anyone check on their own machine what the documentation claims. */
@Command(
        name = "prove",
        description =
                "Run a hub under load, kill everything again and again, and check that nothing is lost or doubled.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The same seed gives the same schedule. Exit codes: 0 proved, 1 not proved, 4 nothing could be proved here.",
            "Examples:",
            "  millrace prove                       20 kills, about 5 minutes",
            "  millrace prove --kills 100           about 25 minutes",
            "  millrace prove --minutes 60 --fill-disk",
        })
final class ProveCommand implements Callable<Integer> {

    private static final int KILLS = 20;
    private static final int LONGEST_MINUTES = 30;

    @Option(names = "--kills", paramLabel = "N", description = "How many kills. Default: 20, or as many as fit.")
    @Nullable
    Integer kills;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Longest time for the strikes; without --kills the time itself. Default: 30.")
    @Nullable
    Integer minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the schedule. Default: a random one, printed.")
    @Nullable
    Long seed;

    @Option(
            names = "--fill-disk",
            description = "Also fill up the disk: the hub's data lies on a small tmpfs. Needs the right to mount one.")
    boolean fillDisk;

    @Option(names = "--keep", description = "Keep the hub's data, also when everything is proved.")
    boolean keep;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "millrace-prove",
            description = "Folder for the report and the scratch data. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("millrace-prove");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (kills != null && kills < 1 || minutes != null && minutes < 1) {
            throw new ParameterException(spec.commandLine(), "--kills and --minutes must be at least 1.");
        }
        long chosen = seed != null ? seed : new SecureRandom().nextInt(1_000_000);
        int wanted = kills != null ? kills : minutes != null ? 0 : KILLS;
        Duration limit = Duration.ofMinutes(minutes != null ? minutes : LONGEST_MINUTES);
        ProveSettings settings = ProveSettings.standard(
                        out, List.of(InstalledProgram.command().toString(), "up"), chosen)
                .withKills(wanted, limit)
                .withFillDisk(fillDisk)
                .withKeepData(keep);
        PrintWriter err = spec.commandLine().getErr();
        err.println("millrace: seed " + chosen + ", "
                + (wanted > 0 ? wanted + " kills" : limit.toMinutes() + " minutes of strikes")
                + "; the hub's data and the report go to " + settings.folder() + ".");
        err.flush();
        try (ProveProgress progress = new ProveProgress(err, wanted, limit)) {
            Verdict verdict = Prove.run(settings, progress);
            progress.close();
            print(verdict, spec.commandLine().getOut());
            return verdict.proved() ? ExitCode.OK : ExitCode.FAULT;
        } catch (StageException impossible) {
            throw new HubException(impossible);
        }
    }

    private static void print(Verdict verdict, PrintWriter out) {
        for (Finding finding : verdict.findings()) {
            out.println(finding.kind() + " (" + finding.count() + "): " + finding.sentence());
            finding.examples().forEach(example -> out.println("    " + example));
        }
        Figures figures = verdict.figures();
        out.println();
        out.println((verdict.proved() ? "PROVED" : "NOT PROVED") + ": " + figures.kills() + " kills among "
                + figures.struck().size() + " strikes in " + figures.elapsed().toMinutes() + " min "
                + figures.elapsed().toSecondsPart() + " s; restart to ready "
                + seconds(Figures.median(figures.restarts())) + " (median of "
                + figures.restarts().size() + ").");
        out.println("Compared: " + figures.counts().acknowledged() + " messages, "
                + figures.counts().results() + " results of processors, "
                + figures.counts().figures() + " figures of hours, shifts, days and orders.");
        out.println("Report: " + verdict.report());
    }

    private static String seconds(Duration time) {
        return String.format("%.1f s", time.toMillis() / 1e3);
    }
}
