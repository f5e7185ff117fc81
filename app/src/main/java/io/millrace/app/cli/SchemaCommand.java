package io.millrace.app.cli;

import io.millrace.app.site.Connectors;
import io.millrace.app.site.SiteReference;
import io.millrace.app.site.SiteSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        description = "Print the JSON Schema of the site file, for editors that complete and check YAML.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--markdown", description = "Print the reference page instead: every key in words.")
    boolean markdown;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .print(markdown ? SiteReference.write(Connectors.all()) : SiteSchema.write(Connectors.all()));
        return ExitCode.OK;
    }
}
