package io.millrace.app.site;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.Finding;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.References;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the model files of a folder. {@code _pump_v1.yaml} is a model; a name without an underscore, as in {@code
 * bearing.yaml}, is a part that models use. Not thread-safe.
 */
public final class ModelReader {

    static final String ENDING = ".yaml";
    private static final int MAX_FILES = 1_000;

    private final Path folder;
    private final Findings findings;
    private final Binder binder;
    private final Map<String, Optional<ModelSource>> sources = new HashMap<>();
    /** What each place of a file says, read once however often it is used. */
    private final Map<YamlTree, Optional<FieldPart>> parts = new IdentityHashMap<>();

    private final Set<String> stems = new TreeSet<>();

    /** @param folder as the person named it */
    public ModelReader(Path folder, Findings findings) {
        this(folder, findings, true);
    }

    /** @param expected whether the folder has to be there */
    private ModelReader(Path folder, Findings findings, boolean expected) {
        this.folder = folder;
        this.findings = findings;
        // a model is the same everywhere: nothing in it comes from the surroundings
        this.binder = new Binder(findings, new References(Map.of(), folder));
        if (expected || Files.exists(folder)) {
            list();
        }
    }

    private void list() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
            names.stream().filter(name -> name.endsWith(ENDING)).forEach(name -> stems.add(stem(name)));
            names.stream().filter(name -> name.endsWith(".yml")).forEach(this::refuseEnding);
        } catch (NotDirectoryException file) {
            refuse(folder, "models-unreadable", "the models are in a folder, and this is a file.", "Name the folder.");
        } catch (IOException unreadable) {
            refuse(
                    folder,
                    "models-unreadable",
                    "the folder of the models cannot be read.",
                    "Check its name and permissions.");
        }
        if (stems.size() > MAX_FILES) {
            refuse(folder, "models-too-many", "there are more than " + MAX_FILES + " model files.", "Remove some.");
        }
    }

    private void refuseEnding(String name) {
        refuse(
                folder.resolve(name),
                "model-file-name",
                "files of models end with .yaml, and this one is not read.",
                "Rename it to " + name.replaceAll("\\.yml$", ENDING) + ".");
    }

    private void refuse(Path file, String code, String message, String remedy) {
        findings.add(new Place(file.toString(), 1, 1), "", Problem.of(code, message, remedy));
    }

    /** Every model in the folder that is right; the parts are read too, so that their mistakes are found. */
    public List<ModelFile> readAll() {
        List<ModelFile> models = new ArrayList<>();
        for (String stem : stems) {
            ModelFile model = read(stem);
            if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    /** Reads one file, with what it uses. Null when it is a part, or not right. */
    public @Nullable ModelFile read(String stem) {
        ModelSource source = source(stem);
        if (source == null) {
            return null;
        }
        FieldReader reader = new FieldReader(binder, findings, this::source, stems, parts);
        int before = findings.list().size();
        Field.Group fields = reader.read(source);
        if (!source.isModel()) {
            return null;
        }
        ModelPart head = binder.fill(source.tree(), "", ModelPart.class);
        ModelName name = name(source);
        if (fields == null || head == null || name == null || findings.list().size() > before) {
            return null;
        }
        Model model = new Model(
                name,
                head.description(),
                head.onMismatch(),
                head.unknownFields() == ModelPart.UnknownFields.PASS,
                fields);
        return new ModelFile(model, source.place(), reader.places());
    }

    private @Nullable ModelName name(ModelSource source) {
        try {
            return ModelName.parse(source.stem());
        } catch (ProblemException illegal) {
            findings.add(source.place(), "", illegal.problem());
            return null;
        }
    }

    /** A file by its name without ending; null when it is not there, or no group of keys. */
    private @Nullable ModelSource source(String stem) {
        if (!stems.contains(stem)) {
            return null;
        }
        return sources.computeIfAbsent(stem, name -> Optional.ofNullable(parse(name)))
                .orElse(null);
    }

    /** Takes a model from elsewhere, such as a template. The same twice is one; two of one name are a mistake. */
    void bring(ModelSource brought) {
        ModelSource known = source(brought.stem());
        if (known == null) {
            checkKeys(brought);
            stems.add(brought.stem());
            sources.put(brought.stem(), Optional.of(brought));
        } else if (!known.tree().plain().equals(brought.tree().plain())) {
            findings.add(
                    brought.place(),
                    "",
                    Problem.of(
                            "model-twice",
                            "the model " + brought.stem() + " is another one in " + known.place() + ".",
                            "Give one of them another name or version."));
        }
    }

    private @Nullable ModelSource parse(String stem) {
        Path file = folder.resolve(stem + ENDING);
        Place top = new Place(file.toString(), 1, 1);
        int before = findings.list().size();
        YamlTree tree = YamlTree.read(file.toString(), SiteReader.text(file, top, findings), findings);
        if (findings.list().size() > before) {
            return null;
        }
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            findings.add(
                    top, "", Problem.of("value-wrong-kind", "a model is a group of keys.", "Begin with 'fields:'."));
            return null;
        }
        ModelSource source = new ModelSource(stem, top, mapping);
        checkKeys(source);
        return source;
    }

    private void checkKeys(ModelSource source) {
        Set<String> keys = new TreeSet<>(source.isModel() ? Binder.keys(ModelPart.class) : Set.of("description"));
        keys.add(ModelSource.FIELDS);
        keys.add(ModelSource.PARTS);
        binder.refuseUnknown(source.tree(), "", keys);
    }

    /**
     * The models of a site; none where its head is wrong. The folder need not be there, unless the file names it.
     *
     * @param brought what templates in use have of models
     */
    static ModelFiles of(
            Path siteFile,
            YamlTree.Mapping site,
            @Nullable SitePart head,
            List<ModelSource> brought,
            Findings findings) {
        if (head == null) {
            return ModelFiles.NONE;
        }
        ModelsPart part = head.models();
        boolean named = site.get("models").orElse(null) instanceof YamlTree.Mapping models
                && models.entries().containsKey("folder");
        ModelReader reader = new ModelReader(shown(siteFile, part.folder()), findings, named);
        brought.forEach(reader::bring);
        return ModelFiles.of(reader.readAll(), part.unknown());
    }

    /** A folder that the site file names, as the person would name it: from where the site file is named from. */
    static Path shown(Path siteFile, Path folder) {
        Path beside = siteFile.toAbsolutePath().getParent();
        return beside != null && !siteFile.isAbsolute() && folder.startsWith(beside)
                ? siteFile.resolveSibling(beside.relativize(folder))
                : folder;
    }

    /** The name of a file without its ending. */
    public static String stem(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /**
     * The models of a folder.
     *
     * @throws SiteException with everything that is wrong with them
     */
    public static List<ModelFile> readAll(Path folder) throws SiteException {
        Findings findings = new Findings();
        List<ModelFile> models = new ModelReader(folder, findings).readAll();
        List<Finding> wrong = findings.list();
        if (!wrong.isEmpty()) {
            throw new SiteException(wrong);
        }
        return models;
    }
}
