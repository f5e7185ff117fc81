package io.millrace.app.cli;

import io.millrace.app.hub.Role;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.PublishedModels;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Run the hub of a site until Ctrl-C.", mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SITE.yaml", description = "The site file.")
    Path file = Path.of("site.yaml");

    @Mixin
    DataOption data = new DataOption();

    @Mixin
    SiteOptions options = new SiteOptions();

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "What this process does: ${COMPLETION-CANDIDATES}. Default: everything. With an external log"
                    + " and historian the roles can run as several processes.")
    @Nullable
    Set<Role> roles;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SiteException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        Path folder = data.forSite(site.name());
        new PublishedModels(folder).check(site.models().files());
        MachineReport.refuseChangedTemplates(site, folder);
        return new HubRunner(spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(site, folder, roles == null ? Role.all() : EnumSet.copyOf(roles), HubRunner.NOBODY);
    }
}
