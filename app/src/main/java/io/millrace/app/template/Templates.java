package io.millrace.app.template;

import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The templates there are: those of a folder, one file for each version, and those of the program, of which the folder's
 * go first. Not thread-safe.
 */
public final class Templates {

    private static final String ENDING = ".yaml";
    private static final int MAX_FILES = 1_000;
    private static final int MAX_BYTES = 1 << 20;

    private final Findings findings;
    private final SortedMap<TemplateName, Path> files = new TreeMap<>();
    private final Map<TemplateName, Optional<Template>> read = new HashMap<>();

    /** @param folder as the person named it; where it is not there, there are only those of the program */
    public Templates(Path folder, Findings findings) {
        this.findings = findings;
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            found.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .forEach(name -> take(folder.resolve(name), name));
        } catch (IOException unreadable) {
            refuse(folder, "templates-unreadable", "the folder of the templates cannot be read.", "Check its name.");
        }
        if (files.size() > MAX_FILES) {
            refuse(folder, "templates-too-many", "there are more than " + MAX_FILES + " templates.", "Remove some.");
        }
    }

    private void take(Path file, String name) {
        boolean ours = name.endsWith(ENDING);
        if (!ours && !name.endsWith(".yml")) {
            return; // a person's notes
        }
        Optional<TemplateName> legal =
                ours ? TemplateName.of(name.substring(0, name.length() - ENDING.length())) : Optional.empty();
        if (legal.isPresent()) {
            files.put(legal.get(), file);
        } else {
            refuse(
                    file,
                    "template-file-name",
                    "this is no name of a template with its version.",
                    "Write it as kiln_v1.yaml: lower-case letters, digits and dashes, then _v and the version.");
        }
    }

    private void refuse(Path file, String code, String message, String remedy) {
        findings.add(new Place(file.toString(), 1, 1), "", Problem.of(code, message, remedy));
    }

    /** Of the folder and of the program. */
    public SortedSet<TemplateName> names() {
        SortedSet<TemplateName> names = new TreeSet<>(Library.names());
        names.addAll(files.keySet());
        return names;
    }

    /** Reads all of the folder, so that their mistakes are found. */
    public void readAll() {
        files.keySet().forEach(this::find);
    }

    /** A template; empty when there is none of that name, or when it is wrong, which was said. */
    public Optional<Template> find(TemplateName name) {
        return read.computeIfAbsent(name, this::read);
    }

    private Optional<Template> read(TemplateName name) {
        TemplateReader reader = new TemplateReader(findings);
        Path file = files.get(name);
        if (file == null) {
            return Library.names().contains(name)
                    ? Optional.ofNullable(reader.read(name, Library.file(name), Library.text(name), true))
                    : Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                refuse(file, "file-too-large", "the template is larger than 1 MiB.", "Split it.");
                return Optional.empty();
            }
            return Optional.ofNullable(reader.read(name, file.toString(), Files.readString(file), false));
        } catch (IOException unreadable) {
            refuse(file, "file-unreadable", "the file cannot be read as UTF-8 text.", "Check it and its permissions.");
            return Optional.empty();
        }
    }

    /** What to do about a name that is none here. */
    public String hint(String typed) {
        List<String> known = names().stream().map(TemplateName::toString).toList();
        return DidYouMean.hint(known, typed);
    }
}
