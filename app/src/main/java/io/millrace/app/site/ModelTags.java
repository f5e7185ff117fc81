package io.millrace.app.site;

import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.ingest.Connection;
import io.millrace.ingest.Tag;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.Models;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the tags of connections can fit their models at all: what the file alone tells, before anything runs. */
final class ModelTags {

    private final Models models;
    private final YamlTree connections;
    private final Map<String, TagPlace> machineTags;
    private final Findings findings;

    /** @param machineTags where the tags of machines stand, by topic */
    ModelTags(Models models, YamlTree connections, Map<String, TagPlace> machineTags, Findings findings) {
        this.models = models;
        this.connections = connections;
        this.machineTags = machineTags;
        this.findings = findings;
    }

    void check(List<Connection<?, ?>> all) {
        for (Connection<?, ?> connection : all) {
            Set<String> refused = new HashSet<>();
            for (Tag<?> tag : connection.tags()) {
                String contract = tag.info().topic().contract();
                Problem why = models.refusal(contract);
                if (why != null && refused.add(contract)) {
                    TagPlace machine = machineTags.get(tag.info().topic().path());
                    findings.add(
                            machine == null ? place(connection.name(), "contract") : machine.place(),
                            machine == null ? "connections." + connection.name() + ".contract" : machine.path(),
                            why);
                }
                models.find(contract).ifPresent(model -> check(tag.info(), model));
            }
        }
    }

    private void check(TagInfo tag, Model model) {
        String name = tag.topic().name();
        Optional<Field> field = model.find(name);
        if (field.isEmpty() && !model.open()) {
            refuse(
                    tag,
                    "field-unknown",
                    "the model " + model.contract() + " has no field '" + name + "'.",
                    DidYouMean.hint(model.leaves().keySet(), name));
        } else if (field.orElse(null) instanceof Field.Group group) {
            refuse(
                    tag,
                    "field-unknown",
                    "'" + name + "' is a group of the model " + model.contract() + ", not a value.",
                    "Its fields are " + String.join(", ", group.fields().keySet()) + ".");
        } else if (field.orElse(null) instanceof Field.Leaf leaf) {
            String unit = leaf.unit();
            if (unit != null && tag.unit() != null && !unit.equals(tag.unit())) {
                refuse(
                        tag,
                        "unit-differs",
                        "the tag is in " + tag.unit() + ", and the field of " + model.contract() + " in " + unit + ".",
                        "Put the unit right, or convert the value.");
            }
        }
    }

    private void refuse(TagInfo tag, String code, String message, String remedy) {
        String name = tag.topic().name();
        TagPlace machine = machineTags.get(tag.topic().path());
        TagPlace at = machine != null
                ? machine
                : new TagPlace(
                        place(tag.connection(), "tags", name), "connections." + tag.connection() + ".tags." + name);
        findings.add(at.place(), at.path(), Problem.of(code, message, remedy));
    }

    /** The place of a key, or of the innermost that is there. */
    private Place place(String... keys) {
        Place place = connections.place();
        YamlTree at = connections;
        for (String key : keys) {
            YamlTree.@Nullable Entry entry =
                    at instanceof YamlTree.Mapping mapping ? mapping.entries().get(key) : null;
            if (entry == null) {
                return place;
            }
            place = entry.keyPlace();
            at = entry.value();
        }
        return place;
    }
}
