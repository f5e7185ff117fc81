package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.app.recompute.Changes;
import io.millrace.app.recompute.Replacing;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.backbone.BackboneException;
import io.millrace.historian.Recorded.Replaced;
import io.millrace.historian.database.HistorianUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "undo",
        description = "Bring back what a recomputation replaced, as far as nothing else has replaced it since.",
        mixinStandardHelpOptions = true)
final class RecomputeUndoCommand implements Callable<Integer> {

    private static final String OF_UNDO = "undo-";

    @Parameters(index = "0", paramLabel = "ID", description = "As the recomputation told it.")
    String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SITE.yaml",
            description = "The site file. Default: site.yaml.")
    Path file = Path.of("site.yaml");

    @Option(names = "--json", description = "Print JSON for programs.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Mixin
    SiteOptions options = new SiteOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private long found;
    private long since;
    /** Name and revision of the processor, and the recomputation. */
    private String by = "";

    @Override
    public Integer call() throws SiteException, IOException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        PrintWriter out = spec.commandLine().getOut();
        try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
                HubStores stores = HubStores.open(site, data)) {
            stores.awaitStored();
            long brought = bringBack(site, stores, progress);
            progress.clear();
            tell(out, brought);
            return found == 0 ? ExitCode.ENVIRONMENT : ExitCode.OK;
        } catch (HistorianUnavailableException | BackboneException away) {
            throw new HubException(away);
        }
    }

    private long bringBack(Site site, HubStores stores, ProgressLine progress) throws IOException {
        try (Changes changes = new Changes(HubStores.temporary())) {
            stores.historian().recordings().replaced(id, one -> take(one, changes));
            if (changes.count() == 0) {
                return 0;
            }
            String said = by.contains(" ") ? by.substring(0, by.indexOf(' ')) : by;
            try (Replacing replacing = stores.replacing(site, said, OF_UNDO + id, Clock.systemUTC())) {
                replacing.write(changes, written -> {
                    progress.show(
                            "Brings back " + ProgressLine.bar((double) written / changes.count()) + " " + written,
                            false);
                    return true;
                });
                return replacing.written();
            }
        }
    }

    private boolean take(Replaced one, Changes changes) {
        found++;
        by = one.processor();
        if (one.last()) {
            changes.bringBack(one);
        } else {
            since++;
        }
        return true;
    }

    private void tell(PrintWriter out, long brought) {
        if (json) {
            out.println("{\"recompute\":\"" + OF_UNDO + id.replaceAll("[\"\\\\]", "") + "\",\"broughtBack\":" + brought
                    + ",\"replacedSince\":" + since + "}");
            return;
        }
        if (found == 0) {
            out.println(
                    "There is nothing that a recomputation '" + id + "' replaced. What it was called, it told when it"
                            + " began; millrace.corrections has it at the end of 'processor'.");
            return;
        }
        out.println(brought + " values are as they were before " + id + "."
                + (since == 0 ? "" : " " + since + " were replaced again since then, and are left as they are."));
    }
}
