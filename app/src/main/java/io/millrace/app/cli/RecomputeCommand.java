package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.app.recompute.Changes;
import io.millrace.app.recompute.Recompute;
import io.millrace.app.recompute.Replacing;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.backbone.BackboneException;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Chains;
import io.millrace.process.Definition;
import io.millrace.process.recompute.Difference;
import io.millrace.process.recompute.Span;
import io.millrace.process.trial.Area;
import io.millrace.process.trial.Moment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "recompute",
        description = "Compute a past time again with what the site file says of a processor now, and show what differs"
                + " from what is stored. With --apply it replaces that; what it replaces is kept.",
        mixinStandardHelpOptions = true,
        subcommands = {RecomputeUndoCommand.class},
        footer = {
            "",
            "Examples:",
            "  millrace recompute bags site.yaml --from 2026-11-01",
            "  millrace recompute bags site.yaml --from 2026-11-01 --to 2026-11-08T06:00 --apply",
            "  millrace recompute undo bags-20261121T204512Z site.yaml",
        })
final class RecomputeCommand implements Callable<Integer> {

    private static final long ROWS = 20;
    private static final long LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LOOK_UP_EVERY = 1024;
    /** So long after an input what follows from it is stored, when all is well. */
    private static final long STORED_AFTER_MICROS = TimeUnit.SECONDS.toMicros(10);

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROCESSOR", description = "Its name in the site file.")
    @Nullable
    String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SITE.yaml",
            description = "The site file; the processor is run as it stands there now. Default: site.yaml.")
    Path file = Path.of("site.yaml");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Outputs of this time and later: 30d (ago), or 2026-11-01T06:00 in the time zone of the plant.")
    @Nullable
    String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "... and before this time. Default, and the latest: when late inputs can change nothing more.")
    @Nullable
    String to;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Begin with inputs of this time, so that the rule knows what it would have known. Default: as"
                    + " far before --from as an input of this kind of processor matters.")
    @Nullable
    String warmUp;

    @Option(
            names = "--location",
            paramLabel = "LOC",
            description = "Only at or below this location, relative to the site's.")
    String location = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Show N differences at most; everything is counted. Default: " + ROWS + ", with --json all.")
    @Nullable
    Long limit;

    @Option(names = "--apply", description = "Replace what is stored. Live processing goes on meanwhile.")
    boolean apply;

    @Option(names = "--json", description = "Print JSON for programs, an object on each line.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Mixin
    SiteOptions options = new SiteOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Clock clock = Clock.systemUTC();
    private long records;
    private final long begun = System.nanoTime();
    private long drawn = begun;

    @Override
    public Integer call() throws SiteException, IOException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        PrintWriter err = spec.commandLine().getErr();
        Definition definition;
        Area area;
        Span span;
        try {
            definition = ProcessorNames.find(site, name == null ? "" : name, file);
            area = Area.of(definition, location, site.part().location());
            span = span(definition);
        } catch (ProblemException wrong) {
            err.println("millrace: " + wrong.problem().sentence());
            return ExitCode.USAGE;
        }
        try (ProgressLine progress = new ProgressLine(err);
                UntilCtrlC ending = new UntilCtrlC();
                HubStores stores = HubStores.open(site, data)) {
            tellOtherConfiguration(definition, stores.hub(), progress);
            return run(site, definition, area, span, stores, progress, ending);
        } catch (HistorianUnavailableException | BackboneException away) {
            throw new HubException(away);
        }
    }

    private Span span(Definition definition) {
        if (from == null) {
            throw Problem.of("usage", "There is no --from.", "Say from when on, as in --from 2026-11-01 or --from 30d.")
                    .asException();
        }
        Instant now = clock.instant();
        long begins = micros(from, definition, now);
        long reach = Recompute.reach(definition).toNanos() / 1000;
        long settled = Moment.micros(now)
                - definition.lateness().toNanos() / 1000
                - definition.patience().toNanos() / 1000
                - STORED_AFTER_MICROS;
        long ends = to == null ? settled : Math.min(settled, micros(to, definition, now));
        if (begins >= ends) {
            throw Problem.of(
                            "usage",
                            "There is no time between --from and --to that late inputs cannot change any more.",
                            "Give an earlier --from.")
                    .asException();
        }
        long warm = warmUp == null ? begins - reach : Math.min(begins, micros(warmUp, definition, now));
        return new Span(warm, begins, ends, settled, Math.min(Moment.micros(now), ends + reach));
    }

    private static long micros(String text, Definition definition, Instant now) {
        return Moment.micros(text, definition.setting().zone(), now);
    }

    private int run(
            Site site,
            Definition definition,
            Area area,
            Span span,
            HubStores stores,
            ProgressLine progress,
            UntilCtrlC ending)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RecomputeView view = json
                ? new RecomputeJson(out, limit == null ? Long.MAX_VALUE : limit)
                : new RecomputeTable(out, definition, area, span, limit == null ? ROWS : limit, progress::clear);
        stores.awaitStored();
        Recompute recompute = new Recompute(
                stores.historian().recordings(),
                definition,
                area,
                span,
                HubStores.temporary(),
                watch(progress, ending));
        List<String> readers = site.processors().stream()
                .filter(reader -> !reader.name().equals(definition.name()) && Chains.feeds(definition, reader))
                .map(Definition::name)
                .toList();
        Recompute.Result result;
        boolean complete;
        @Nullable String id = null;
        try (Changes changes = new Changes(HubStores.temporary())) {
            result = recompute.run(difference -> find(difference, view, changes));
            complete = result.complete();
            if (apply && complete && changes.count() > 0) {
                id = definition.name() + "-" + NAME.format(clock.instant());
                progress.say("millrace: this is the recomputation " + id + ". To take it back: millrace recompute undo "
                        + id + " " + file);
                String said = definition.name() + "@" + definition.revision();
                try (Replacing replacing = stores.replacing(site, said, id, clock)) {
                    complete = replacing.write(changes, written -> {
                        progress.show(
                                "Replaces " + ProgressLine.bar((double) written / changes.count()) + " " + written,
                                false);
                        return !ending.asked();
                    });
                }
            }
        }
        if (!complete) {
            progress.say("millrace: ended before the end."
                    + (id == null ? " Nothing was changed." : " Give the command again for the rest."));
            return ExitCode.ENVIRONMENT;
        }
        view.end(result, id, readers, Cost.since(begun));
        return ExitCode.OK;
    }

    private void find(Difference difference, RecomputeView view, Changes changes) {
        view.difference(difference);
        if (apply) {
            changes.replace(difference);
        }
    }

    private Recompute.Watch watch(ProgressLine progress, UntilCtrlC ending) {
        return new Recompute.Watch() {
            @Override
            public boolean reads(double share, long inputs) {
                return goOn("Computes ", share, inputs + " inputs", progress, ending);
            }

            @Override
            public boolean compares(double share, long outputs) {
                return goOn("Compares ", share, outputs + " stored", progress, ending);
            }
        };
    }

    private boolean goOn(String does, double share, String count, ProgressLine progress, UntilCtrlC ending) {
        if (++records % LOOK_UP_EVERY == 0 && System.nanoTime() - drawn >= LINE_NANOS) {
            drawn = System.nanoTime();
            progress.show(does + ProgressLine.bar(share) + " " + count, false);
        }
        return !ending.asked();
    }

    /** What comes from now on is made by what the hub runs. */
    private static void tellOtherConfiguration(
            Definition definition, @Nullable HubAddresses hub, ProgressLine progress) {
        if (hub == null || hub.console() == null) {
            return;
        }
        try {
            JsonNode live = new HubApi(hub).ask("/api/processors/" + HubApi.encoded(definition.name()));
            String runs = live.path("revision").asText(definition.revision());
            if (!runs.equals(definition.revision())) {
                progress.say(
                        "millrace: the hub runs '" + definition.name() + "' as " + runs + ", and the site file says "
                                + definition.revision()
                                + ". What comes from now on is made by what the hub runs: start it again"
                                + " with this site file first.");
            }
        } catch (HubException older) {
            progress.say("millrace: the running hub has no processor '" + definition.name()
                    + "' yet. Start it again with" + " this site file.");
        }
    }
}
