package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.app.template.Machine;
import io.millrace.app.template.Template;
import io.millrace.app.template.TemplateName;
import io.millrace.app.template.Templates;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.YamlText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Templates of machine types, and what they make. */
@Command(
        name = "template",
        description = "List and show templates of machine types, and what they make of a machine.",
        mixinStandardHelpOptions = true,
        subcommands = CommandLine.HelpCommand.class)
final class TemplateCommand implements Runnable {

    private static final String FOLDER_HELP =
            "Folder of the templates. Default: ${DEFAULT-VALUE} in the current folder.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of list, show, expand.");
    }

    @Command(
            name = "list",
            description = "List the templates of a folder and those that come with the program.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--templates", paramLabel = "DIR", defaultValue = "templates", description = FOLDER_HELP)
                    Path folder)
            throws SiteException {
        Findings findings = new Findings();
        Templates templates = new Templates(folder, findings);
        TextTable table = new TextTable(List.of("template", "from", "parameters", "tags", "processors", "description"));
        for (TemplateName name : templates.names()) {
            templates
                    .find(name)
                    .ifPresent(template -> table.row(List.of(
                            name.toString(),
                            template.builtIn() ? "program" : template.place().file(),
                            Integer.toString(template.parameters().size()),
                            Integer.toString(template.tags().size()),
                            Integer.toString(template.processors().size()),
                            text(template.description()))));
        }
        refuse(findings);
        out().print(table);
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Show what a template makes, and which parameters it takes.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "NAME", description = "Such as kiln_v1.") String name,
            @Option(names = "--templates", paramLabel = "DIR", defaultValue = "templates", description = FOLDER_HELP)
                    Path folder,
            @Option(names = "--yaml", description = "Print its file instead, to begin a template of your own with.")
                    boolean yaml)
            throws SiteException {
        Findings findings = new Findings();
        Templates templates = new Templates(folder, findings);
        Template template = TemplateName.of(name).flatMap(templates::find).orElse(null);
        refuse(findings);
        if (template == null) {
            throw new HubException("There is no template '" + name + "'. " + templates.hint(name));
        }
        if (yaml) {
            out().print(template.text());
            return ExitCode.OK;
        }
        print(template);
        return ExitCode.OK;
    }

    private void print(Template template) {
        PrintWriter out = out();
        out.println(template.name() + ": " + text(template.description()));
        out.println();
        TextTable parameters = new TextTable(List.of("parameter", "is", "default", "description"));
        template.parameters()
                .values()
                .forEach(parameter -> parameters.row(List.of(
                        parameter.name(), parameter.kind(), parameter.presence(), text(parameter.description()))));
        out.print(template.parameters().isEmpty() ? "It takes no parameters.\n" : parameters);
        names(out, "tags", template.tags().keySet());
        names(out, "processors", template.processors().keySet());
        names(out, "models", template.models().keySet());
    }

    private static void names(PrintWriter out, String what, Iterable<String> names) {
        String all = String.join(", ", names);
        if (!all.isEmpty()) {
            out.println();
            out.println(what + ": " + all);
        }
    }

    @Command(
            name = "expand",
            description = "Print what the template of a machine makes of it, as it would stand in the site file.",
            mixinStandardHelpOptions = true)
    int expand(
            @Parameters(paramLabel = "MACHINE", description = "The machine's name in the site file.") String name,
            @Parameters(paramLabel = "SITE.yaml", defaultValue = "site.yaml", description = "The site file.") Path file,
            @Mixin SiteOptions options)
            throws SiteException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        List<Machine> machines = site.machines().all();
        Machine machine = machines.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HubException("There is no machine '" + name + "' in " + file + ". "
                        + DidYouMean.hint(machines.stream().map(Machine::name).toList(), name)));
        PrintWriter out = out();
        out.println("# " + machine.name() + ", made of " + machine.template().name() + " ("
                + machine.template().place().file() + ")");
        out.println("# location: " + machine.location() + ", connection: "
                + (machine.connection() == null ? "none, its tags come by MQTT" : machine.connection()));
        out.print(YamlText.write(machine.body()));
        return ExitCode.OK;
    }

    private void refuse(Findings findings) throws SiteException {
        if (!findings.isEmpty()) {
            throw new SiteException(findings.list());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
