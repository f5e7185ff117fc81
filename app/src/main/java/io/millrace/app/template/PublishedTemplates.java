package io.millrace.app.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.yaml.Finding;
import io.millrace.app.yaml.Place;
import io.millrace.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The templates that a hub was started with, as they were then: a copy of each in the data folder. A version says for ever
 * what it said first, so that two machines of one version are alike, whenever they were added. Descriptions may change.
 * Not thread-safe.
 */
public final class PublishedTemplates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** @param dataFolder of the hub; need not be there */
    public PublishedTemplates(Path dataFolder) {
        this.folder = dataFolder.resolve("templates");
    }

    /**
     * Keeps a copy of a template that comes into use; one that is there already stays as it is.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public void keep(Template template, Instant now) {
        Path file = file(template.name());
        try {
            if (!Files.exists(file)) {
                ObjectNode json = JSON.createObjectNode();
                json.put("template", template.name().toString()).put("published", now.toString());
                ObjectNode says = json.putObject("says");
                meaning(template).forEach((path, leaf) -> says.put(path, leaf.text()));
                Kept.write(file, json.toPrettyString() + "\n");
            }
        } catch (IOException denied) {
            throw new UncheckedIOException(denied);
        }
    }

    /** Every way in which templates do not say any more what they said when they were published. */
    public List<Finding> differences(Collection<Template> templates) {
        List<Finding> differences = new ArrayList<>();
        for (Template template : templates) {
            Path file = file(template.name());
            if (!Files.exists(file)) {
                continue;
            }
            try {
                JsonNode json = JSON.readTree(Files.readString(file));
                Map<String, String> then = new LinkedHashMap<>();
                json.required("says")
                        .properties()
                        .forEach(value ->
                                then.put(value.getKey(), value.getValue().asText()));
                compare(then, Instant.parse(json.required("published").asText()), template, differences);
            } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
                differences.add(new Finding(
                        new Place(file.toString(), 1, 1),
                        "",
                        Problem.of(
                                "published-unreadable",
                                "the copy of the published " + template.name() + " cannot be read.",
                                "Put it back from a backup, or remove it: the hub keeps a new copy then.")));
            }
        }
        return differences;
    }

    private static void compare(Map<String, String> then, Instant since, Template template, List<Finding> to) {
        Map<String, Leaves.Leaf> now = meaning(template);
        Set<String> paths = new LinkedHashSet<>(now.keySet());
        paths.addAll(then.keySet());
        for (String path : paths) {
            Leaves.Leaf leaf = now.get(path);
            String before = then.get(path);
            if (leaf != null && leaf.text().equals(before)) {
                continue;
            }
            String what = leaf == null
                    ? "this is gone; it was '" + before + "'."
                    : before == null ? "this is new." : "it was '" + before + "', and is now '" + leaf.text() + "'.";
            TemplateName next = template.name().next();
            to.add(new Finding(
                    leaf == null ? template.place() : leaf.place(),
                    path,
                    Problem.of(
                            "template-published",
                            template.name() + " is in use since "
                                    + since.toString().substring(0, 10) + " and stays what it is: " + what,
                            "Take this back, and write it in " + next + ".yaml; machines that are to have it say"
                                    + " template: " + next + ".")));
        }
    }

    private static Map<String, Leaves.Leaf> meaning(Template template) {
        Map<String, Leaves.Leaf> meaning = Leaves.of(template.tree());
        meaning.keySet().removeIf(path -> path.equals("description") || path.endsWith(".description"));
        return meaning;
    }

    private Path file(TemplateName name) {
        return folder.resolve(name + ".json");
    }
}
