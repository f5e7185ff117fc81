package io.millrace.app.cli;

import io.millrace.app.site.Connectors;
import io.millrace.app.site.PublishedModels;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Read a site file and say everything that is wrong with it. Starts nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SITE.yaml", description = "The site file.")
    Path file = Path.of("site.yaml");

    @Mixin
    DataOption data = new DataOption();

    @Option(
            names = "--all-changes",
            description = "Show every change of machines since the hub was last started, not only the first 200.")
    boolean allChanges;

    @Mixin
    SiteOptions options = new SiteOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SiteException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        Path folder = data.forSite(site.name());
        new PublishedModels(folder).check(site.models().files());
        MachineReport.refuseChangedTemplates(site, folder);
        long tags = site.connections().stream()
                .mapToLong(connection -> connection.tags().size())
                .sum();
        int models = site.models().files().size();
        int processors = site.processors().size();
        int machines = site.machines().all().size();
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": site '" + site.name() + "' is right: "
                + site.connections().size() + " connections, " + tags + " tags"
                + (processors == 0 ? "" : ", " + processors + (processors == 1 ? " processor" : " processors"))
                + (machines == 0 ? "" : ", " + machines + (machines == 1 ? " machine" : " machines"))
                + (models == 0 ? "." : ", " + models + (models == 1 ? " model." : " models.")));
        site.hints().forEach(hint -> out.println("hint: " + hint));
        MachineReport.print(out, site, folder, allChanges);
        return ExitCode.OK;
    }
}
