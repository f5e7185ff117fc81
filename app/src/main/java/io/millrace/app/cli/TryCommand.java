package io.millrace.app.cli;

import io.millrace.app.hub.DataFolder;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.backbone.LogScan;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Definition;
import io.millrace.process.Inputs;
import io.millrace.process.Source;
import io.millrace.process.trial.Area;
import io.millrace.process.trial.Moment;
import io.millrace.process.trial.SampleSheet;
import io.millrace.process.trial.SheetException;
import io.millrace.process.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "try",
        description = "Run a processor of a site file on recorded or written samples, and show what it makes of them."
                + " Nothing is written anywhere.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace try bags site.yaml --from 2h",
            "  millrace try bags site.yaml --from 2026-11-21T06:00 --to 2026-11-21T08:00 --location packing/line-1",
            "  millrace try bags site.yaml --samples bags.csv",
        })
final class TryCommand implements Callable<Integer> {

    private static final long ROWS = 1000;
    private static final int WIDTH_ELSEWHERE = 120;

    @Parameters(index = "0", paramLabel = "PROCESSOR", description = "Its name in the site file.")
    String name = "";

    @Parameters(index = "1", paramLabel = "SITE.yaml", description = "The site file; what stands in it now is tried.")
    Path file = Path.of("site.yaml");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Use what the running hub's log took from then on: 2h (ago), or 2026-11-21T06:00 in the time"
                    + " zone of the plant.")
    @Nullable
    String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "... and until then. Default: now. With --samples: let time pass until then.")
    @Nullable
    String to;

    @Option(
            names = "--samples",
            paramLabel = "FILE.csv",
            description = "Use samples from a file instead, lines of time,topic,value[,quality]; - reads them from the"
                    + " standard input.")
    @Nullable
    String samples;

    @Option(
            names = "--location",
            paramLabel = "LOC",
            description = "Only at or below this location, relative to the site's.")
    String location = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Show N rows at most; everything is counted. Default: " + ROWS + ", with --json all.")
    @Nullable
    Long limit;

    @Option(names = "--json", description = "Print JSON for programs, an object on each line.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Mixin
    SiteOptions options = new SiteOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SiteException, IOException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        PrintWriter err = spec.commandLine().getErr();
        Definition definition;
        Area area;
        try {
            checkOptions();
            definition = ProcessorNames.find(site, name, file);
            area = Area.of(definition, location, site.part().location());
        } catch (ProblemException wrong) {
            err.println("millrace: " + wrong.problem().sentence());
            return ExitCode.USAGE;
        }
        try (ProgressLine progress = new ProgressLine(err)) {
            TrialView view = view(definition, area, progress);
            return samples == null
                    ? onLog(site, definition, area, view, progress)
                    : onSamples(definition, area, view, samples);
        } catch (SheetException wrong) {
            wrong.mistakes()
                    .forEach(mistake -> err.println(samples + ":" + mistake.line() + ": " + mistake.sentence()));
            int count = wrong.mistakes().size();
            err.println(count + (count == 1 ? " mistake." : " mistakes.") + " Nothing was tried.");
            return ExitCode.USAGE;
        } catch (ProblemException wrong) {
            err.println("millrace: " + wrong.problem().sentence());
            return ExitCode.USAGE;
        }
    }

    private void checkOptions() {
        if ((from == null) == (samples == null)) {
            throw Problem.of(
                            "usage",
                            from == null
                                    ? "There is nothing to try it on."
                                    : "--from and --samples exclude each other.",
                            "Give --from TIME for what the running hub has recorded, or --samples FILE.csv.")
                    .asException();
        }
        if (limit != null && limit < 0) {
            throw Problem.of("usage", "--limit is " + limit + ".", "Give 0 or more rows.")
                    .asException();
        }
    }

    private TrialView view(Definition definition, Area area, ProgressLine progress) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            return new TrialJson(out, limit == null ? Long.MAX_VALUE : limit);
        }
        String common = area.location().isEmpty()
                ? SampleSheet.common(definition.setting().at())
                : area.location();
        TrialText text = new TrialText(
                definition.setting().namespace(), common, definition.setting().zone());
        int width =
                System.console() == null ? WIDTH_ELSEWHERE : spec.usageMessage().width();
        String reads = definition.plan().sources().stream()
                .map(Source::filter)
                .distinct()
                .collect(Collectors.joining(", "));
        return new TrialTable(out, text, width, limit == null ? ROWS : limit, reads, progress::clear);
    }

    private int onSamples(Definition definition, Area area, TrialView view, String sheet)
            throws IOException, SheetException {
        Instant now = Instant.now();
        List<Inputs.Said> said;
        try (BufferedReader lines = new BufferedReader(reader(sheet))) {
            said = new SampleSheet(
                            definition,
                            area,
                            LocalDate.ofInstant(now, definition.setting().zone()))
                    .read(lines);
        } catch (NoSuchFileException missing) {
            throw Problem.of("file-missing", "There is no file " + sheet + ".", "Check the path of --samples.")
                    .asException();
        } catch (CharacterCodingException notText) {
            throw Problem.of("file-unreadable", sheet + " is not UTF-8 text.", "Save it as UTF-8.")
                    .asException();
        }
        Long end = to == null ? null : Moment.micros(to, definition.setting().zone(), now);
        Trial trial = new Trial(definition, area, view::turn);
        long log = Long.MIN_VALUE;
        for (Inputs.Said one : said) {
            log = Math.max(log, one.identity().timestampMicros());
            trial.take(one, log);
        }
        if (!said.isEmpty() || end != null) {
            long patience = TimeUnit.NANOSECONDS.toMicros(definition.patience().toNanos());
            trial.finish(Math.max(log, end == null ? log : end) + patience);
        }
        view.end(trial.totals(), null);
        return ExitCode.OK;
    }

    private static Reader reader(String sheet) throws IOException {
        return sheet.equals("-")
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
                : Files.newBufferedReader(Path.of(sheet));
    }

    private int onLog(Site site, Definition definition, Area area, TrialView view, ProgressLine progress) {
        Clock clock = Clock.systemUTC();
        Instant begin = instant(from, definition, clock);
        Instant end = to == null ? null : instant(to, definition, clock);
        if (end != null && !begin.isBefore(end) || !begin.isBefore(clock.instant())) {
            throw Problem.of("usage", "There is no time between --from and --to.", "Give an earlier --from.")
                    .asException();
        }
        LogScan log = log(site);
        try (UntilCtrlC ending = new UntilCtrlC()) {
            LogTrial trial = new LogTrial(
                    definition,
                    area,
                    begin,
                    end,
                    clock,
                    view,
                    spec.commandLine().getOut(),
                    progress,
                    ending);
            if (!trial.run(log)) {
                progress.say("millrace: ended before the end of the log.");
            }
        }
        return ExitCode.OK;
    }

    private static Instant instant(@Nullable String text, Definition definition, Clock clock) {
        long micros =
                Moment.micros(text == null ? "" : text, definition.setting().zone(), clock.instant());
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private LogScan log(Site site) {
        String external = site.part().log().bootstrap();
        if (external != null) {
            return new LogScan(external, site.part().log().properties());
        }
        try {
            HubAddresses hub = DataFolder.runningHub(data.forSite(site.name())).orElseGet(data::running);
            String kafka = hub.kafka();
            if (kafka == null) {
                throw new HubException("The hub of site '" + hub.site() + "' has no log.");
            }
            return new LogScan(kafka, Map.of());
        } catch (HubException none) {
            throw new HubException(
                    none.getMessage() + " To try the processor without a hub, give --samples FILE.csv.", none);
        }
    }
}
