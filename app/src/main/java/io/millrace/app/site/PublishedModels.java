package io.millrace.app.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.app.yaml.Finding;
import io.millrace.app.yaml.Place;
import io.millrace.model.Problem;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.ModelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The models that a hub has let messages pass by, as they were then: a copy of each in the data folder. A version means
 * for ever what it meant first, because those who read its messages rely on it. Thread-safe as far as different models
 * are kept at the same time.
 */
public final class PublishedModels {

    private static final String ENDING = ".json";

    private final Path folder;

    /**
     * A model as it was published.
     *
     * @param open whether it let fields pass that it does not know
     * @param meaning of its fields, by path
     */
    public record Published(ModelName name, Instant since, boolean open, Map<String, Field> meaning) {}

    /** @param dataFolder of the hub; need not be there */
    public PublishedModels(Path dataFolder) {
        this.folder = dataFolder.resolve("models");
    }

    /**
     * Keeps a copy of a model that comes into use; one that is there already stays as it is.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public void keep(Model model, Instant now) {
        Path file = file(model.contract());
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path fresh = file.resolveSibling(file.getFileName() + ".new");
                Files.writeString(fresh, PublishedJson.write(model, now));
                try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException denied) {
            throw new UncheckedIOException(denied);
        }
    }

    /**
     * Refuses models that do not mean any more what they meant when they were published.
     *
     * @throws SiteException with every difference
     */
    public void check(List<ModelFile> models) throws SiteException {
        List<Finding> differences = new ArrayList<>();
        Set<ModelName> taken = new TreeSet<>();
        models.forEach(file -> taken.add(file.model().name()));
        for (ModelFile file : models) {
            try {
                find(file.model().contract()).ifPresent(then -> compare(then, file, taken, differences));
            } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
                differences.add(new Finding(
                        new Place(file(file.model().contract()).toString(), 1, 1),
                        "",
                        Problem.of(
                                "published-unreadable",
                                "the copy of the published " + file.model().contract() + " cannot be read: "
                                        + unreadable.getMessage() + ".",
                                "Put it back from a backup, or remove it: the hub keeps a new copy then.")));
            }
        }
        if (!differences.isEmpty()) {
            throw new SiteException(differences);
        }
    }

    private static void compare(Published then, ModelFile file, Set<ModelName> taken, List<Finding> differences) {
        Model now = file.model();
        ModelName next = now.name().next();
        while (taken.contains(next)) {
            next = next.next();
        }
        Map<String, Field> meaning = now.meaning();
        Set<String> paths = new LinkedHashSet<>(meaning.keySet());
        paths.addAll(then.meaning().keySet());
        List<Difference> found = new ArrayList<>();
        for (String path : paths) {
            Field before = then.meaning().get(path);
            Field after = meaning.get(path);
            if (before == null) {
                found.add(new Difference(file.placeOf(path), path, "the field is new."));
            } else if (after == null) {
                found.add(new Difference(file.place(), path, "the field is gone; it was " + before + "."));
            } else if (!before.equals(after)) {
                found.add(new Difference(file.placeOf(path), path, "it was " + before + ", and is now " + after + "."));
            }
        }
        if (then.open() != now.open()) {
            String sentence = "it let unknown fields "
                    + (then.open() ? "pass, and now refuses them." : "not pass, and now does.");
            found.add(new Difference(file.place(), "unknownFields", sentence));
        }
        for (Difference difference : found) {
            differences.add(new Finding(
                    difference.place,
                    difference.path,
                    Problem.of(
                            "model-published",
                            now.contract() + " is published since "
                                    + then.since().toString().substring(0, 10) + " and stays what it is: "
                                    + difference.sentence,
                            "Take this back, and publish " + next + " in " + next + ModelReader.ENDING + " with it.")));
        }
    }

    private record Difference(Place place, String path, String sentence) {}

    /**
     * A model as it was published; empty when it was not.
     *
     * @throws IOException when the copy cannot be read
     */
    public Optional<Published> find(String contract) throws IOException {
        Path file = file(contract);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PublishedJson.read(ModelName.parse(contract), Files.readString(file)));
        } catch (JsonProcessingException broken) {
            throw new IOException("it is no JSON", broken);
        }
    }

    /** The names of all that were published. */
    public List<ModelName> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .flatMap(name -> ModelName.of(name.substring(0, name.length() - ENDING.length())).stream())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    private Path file(String contract) {
        return folder.resolve(contract + ENDING);
    }
}
