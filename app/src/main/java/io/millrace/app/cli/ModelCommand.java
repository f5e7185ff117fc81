package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.app.site.ModelFile;
import io.millrace.app.site.ModelReader;
import io.millrace.app.site.PublishedModels;
import io.millrace.app.site.SiteException;
import io.millrace.app.yaml.Finding;
import io.millrace.app.yaml.Findings;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.ModelName;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Models of versioned contracts: their files, and what the running hub has seen of them. */
@Command(
        name = "model",
        description = "Check, list, show and propose models: what may be published under contracts such as _pump_v1.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelInferCommand.class, CommandLine.HelpCommand.class})
final class ModelCommand implements Runnable {

    private static final String FOLDER = "models";
    private static final String FOLDER_HELP =
            "Folder of the model files. Default: ${DEFAULT-VALUE} in the current folder.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of check, list, show, infer.");
    }

    @Command(
            name = "check",
            description =
                    "Read model files and say everything that is wrong with them; and, where a data folder is known,"
                            + " what differs from the versions published there.",
            mixinStandardHelpOptions = true)
    int check(
            @Mixin DataOption data,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..*",
                            description = "Model files or folders of them. Default: the folder models.")
                    @Nullable
                    List<Path> files) {
        Findings findings = new Findings();
        List<ModelFile> models = new ArrayList<>();
        for (Path file : files == null || files.isEmpty() ? List.of(Path.of(FOLDER)) : files) {
            if (Files.isDirectory(file) || !Files.exists(file)) {
                models.addAll(new ModelReader(file, findings).readAll());
            } else {
                Path folder = file.getParent();
                ModelFile model = new ModelReader(folder == null ? Path.of("") : folder, findings)
                        .read(ModelReader.stem(file.getFileName().toString()));
                if (model != null) {
                    models.add(model);
                }
            }
        }
        List<Finding> wrong = new ArrayList<>(findings.list());
        if (wrong.isEmpty()) {
            wrong.addAll(differences(data, models));
        }
        if (!wrong.isEmpty()) {
            wrong.forEach(finding -> spec.commandLine().getErr().println(finding));
            spec.commandLine().getErr().println(wrong.size() == 1 ? "1 mistake." : wrong.size() + " mistakes.");
            return ExitCode.CONFIGURATION;
        }
        models.forEach(
                file -> out().println(file.place().file() + ": " + file.model().contract() + " is right: "
                        + file.model().leaves().size() + " fields."));
        if (models.isEmpty()) {
            out().println("There is no model.");
        }
        return ExitCode.OK;
    }

    private static List<Finding> differences(DataOption data, List<ModelFile> models) {
        try {
            Optional<Path> folder = ModelTopics.of(data).dataFolder();
            if (folder.isPresent()) {
                new PublishedModels(folder.get()).check(models);
            }
            return List.of();
        } catch (SiteException differ) {
            return differ.findings();
        }
    }

    @Command(
            name = "list",
            description = "List the models, since when each is published, and the topics the running hub has of it.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin DataOption data,
            @Option(names = "--models", paramLabel = "DIR", defaultValue = FOLDER, description = FOLDER_HELP)
                    Path folder)
            throws SiteException {
        ModelTopics hub = ModelTopics.of(data);
        Map<ModelName, Model> models = new TreeMap<>();
        read(folder).forEach(file -> models.put(file.model().name(), file.model()));
        Set<ModelName> all = new TreeSet<>(models.keySet());
        all.addAll(hub.publishedNames());
        if (all.isEmpty()) {
            out().println("There is no model in " + folder + ".");
            return ExitCode.OK;
        }
        TextTable table =
                new TextTable(List.of("model", "fields", "on mismatch", "published", "topics", "description"));
        for (ModelName name : all) {
            Model model = models.get(name);
            table.row(List.of(
                    name.toString(),
                    model == null ? "" : Integer.toString(model.leaves().size()),
                    model == null ? "" : model.onMismatch().name().toLowerCase(Locale.ROOT),
                    hub.published(name).map(then -> then.since().toString()).orElse(""),
                    hub.topics(name.toString())
                            .map(topics -> Integer.toString(topics.size()))
                            .orElse(""),
                    model == null ? "(its file is gone)" : text(model.description())));
        }
        out().print(table);
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Show the fields of a model, and what of it the running hub has seen at each place.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", description = "Such as _pump_v1.") String name,
            @Option(names = "--models", paramLabel = "DIR", defaultValue = FOLDER, description = FOLDER_HELP)
                    Path folder)
            throws SiteException {
        List<ModelFile> models = read(folder);
        Model model = models.stream()
                .map(ModelFile::model)
                .filter(one -> one.contract().equals(name))
                .findFirst()
                .orElseThrow(() -> new HubException("There is no model " + name + " in " + folder + ". There is "
                        + String.join(
                                ", ",
                                models.stream()
                                        .map(one -> one.model().contract())
                                        .toList()) + "."));
        ModelTopics hub = ModelTopics.of(data);
        PrintWriter out = out();
        out.println(model.contract() + (model.description() == null ? "" : ": " + model.description()));
        out.println("  what does not fit  "
                + (model.onMismatch() == Model.OnMismatch.MARK ? "passes, marked" : "waits in quarantine"));
        out.println("  unknown fields     " + (model.open() ? "pass" : "do not fit"));
        out.println("  published          "
                + hub.published(model.name())
                        .map(then -> "since " + then.since())
                        .orElse("not on a hub known here"));
        out.println();
        TextTable table = new TextTable(List.of("field", "is", "required", "description"));
        model.fields()
                .forEach((path, field) -> table.row(List.of(
                        "  ".repeat(path.length() - path.replace("/", "").length()) + path.replaceFirst(".*/", ""),
                        field instanceof Field.Leaf leaf ? leaf.expectation() : "group",
                        field.required() ? "yes" : "",
                        text(field.description()))));
        out.print(table);
        hub.topics(name).ifPresent(topics -> places(out, model, topics));
        return ExitCode.OK;
    }

    /** One topic carries one field, so that only all of a place together tell what is missing there. */
    private static void places(PrintWriter out, Model model, List<String> topics) {
        Map<String, Set<String>> seen = new TreeMap<>();
        String contract = "/" + model.contract() + "/";
        for (String topic : topics) {
            int at = topic.indexOf(contract);
            seen.computeIfAbsent(topic.substring(0, at), place -> new TreeSet<>())
                    .add(topic.substring(at + contract.length()));
        }
        out.println();
        out.println(seen.isEmpty() ? "The running hub has no topic of it." : "Seen by the running hub:");
        seen.forEach((place, fields) -> {
            List<String> missing = new ArrayList<>();
            model.leaves().forEach((path, leaf) -> {
                if (leaf.required() && !fields.contains(path)) {
                    missing.add(path);
                }
            });
            out.println("  " + place + "  " + fields.size() + " fields"
                    + (missing.isEmpty() ? "" : "; required and not seen: " + String.join(", ", missing)));
        });
    }

    private static List<ModelFile> read(Path folder) throws SiteException {
        return Files.exists(folder) ? ModelReader.readAll(folder) : List.of();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
