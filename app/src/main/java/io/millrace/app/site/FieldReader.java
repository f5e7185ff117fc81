package io.millrace.app.site;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.contract.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one model or part: groups in groups, and what they use of other files. Used once.
 *
 * <p>A part can be used many times over, and parts in parts multiply: so the fields of one model are counted.
 */
final class FieldReader {

    private static final int MAX_FIELDS = 10_000;
    /** As deep as groups nest in a payload. */
    private static final int MAX_DEPTH = 16;
    /** They mean something else in a payload. */
    private static final Set<String> TAKEN = Set.of("value", "timestamp_ms", "timestamp_us", "quality", "id");

    private final Binder binder;
    private final Findings findings;
    private final Function<String, @Nullable ModelSource> sources;
    private final Set<String> stems;
    private final Map<YamlTree, Optional<FieldPart>> known;
    private final Map<String, Place> places = new HashMap<>();
    /** What is being used just now, from the outside in. */
    private final List<String> using = new ArrayList<>();

    private int count;

    /** What is read just now: keys of the file, and the field they end up as. */
    private record At(ModelSource source, String keys, String field, int depth) {
        At in(String key) {
            return new At(source, Binder.join(keys, key), field, depth);
        }

        At field(String name) {
            return new At(source, Binder.join(keys, name), field.isEmpty() ? name : field + "/" + name, depth + 1);
        }
    }

    FieldReader(
            Binder binder,
            Findings findings,
            Function<String, @Nullable ModelSource> sources,
            Set<String> stems,
            Map<YamlTree, Optional<FieldPart>> known) {
        this.binder = binder;
        this.findings = findings;
        this.sources = sources;
        this.stems = stems;
        this.known = known;
    }

    /** The fields of a file; null when something is wrong. The parts nobody uses are read too. */
    Field.@Nullable Group read(ModelSource source) {
        Field.Group fields = whole(source, new At(source, "", "", 0), false, null);
        YamlTree.Mapping parts = source.parts();
        if (parts != null) {
            FieldReader others = new FieldReader(binder, findings, sources, stems, known);
            parts.entries().forEach((name, entry) -> {
                At at = new At(source, Binder.join(ModelSource.PARTS, name), "", 0);
                if (name.startsWith("_")) {
                    String remedy = "Choose a name without the underscore.";
                    refuse(entry.keyPlace(), at, "value-refused", "only models begin with an underscore.", remedy);
                }
                others.part(entry.value(), source, name, at, false, null);
            });
        }
        return fields;
    }

    /** Where each field stands, by its path. */
    Map<String, Place> places() {
        return places;
    }

    private Field.@Nullable Group whole(ModelSource source, At at, boolean required, @Nullable String description) {
        using.add(source.stem());
        try {
            YamlTree tree = source.tree().get(ModelSource.FIELDS).orElse(null);
            if (tree == null) {
                refuse(source.place(), at, "key-missing", "the key 'fields' is missing.", "Add it.");
                return null;
            }
            return group(tree, at.in(ModelSource.FIELDS), required, description);
        } finally {
            using.remove(using.size() - 1);
        }
    }

    private Field.@Nullable Group part(
            YamlTree tree, ModelSource source, String name, At at, boolean required, @Nullable String description) {
        using.add(source.stem() + "#" + name);
        try {
            if (!(tree instanceof YamlTree.Mapping part)) {
                refuse(tree.place(), at, "value-wrong-kind", "a part is a group of keys.", "Give it fields.");
                return null;
            }
            binder.refuseUnknown(part, at.keys(), List.of("description", ModelSource.FIELDS));
            YamlTree fields = part.get(ModelSource.FIELDS).orElse(null);
            if (fields == null) {
                refuse(part.place(), at, "key-missing", "the key 'fields' is missing.", "Add it.");
                return null;
            }
            return group(fields, at.in(ModelSource.FIELDS), required, description);
        } finally {
            using.remove(using.size() - 1);
        }
    }

    private Field.@Nullable Group group(YamlTree tree, At at, boolean required, @Nullable String description) {
        if (!(tree instanceof YamlTree.Mapping mapping) || mapping.entries().isEmpty()) {
            refuse(tree.place(), at, "value-wrong-kind", "fields are a group of keys.", "Write flow: {type: number}.");
            return null;
        }
        if (at.depth() >= MAX_DEPTH) {
            refuse(tree.place(), at, "model-too-deep", "groups nest deeper than " + MAX_DEPTH + ".", "Flatten them.");
            return null;
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            Field field = ++count > MAX_FIELDS ? tooMany(entry.keyPlace(), at) : field(name, entry, at.field(name));
            if (field != null) {
                fields.put(name, field);
            }
        });
        return fields.size() == mapping.entries().size() ? new Field.Group(fields, required, description) : null;
    }

    private @Nullable Field tooMany(Place place, At at) {
        if (count == MAX_FIELDS + 1) {
            refuse(place, at, "model-too-large", "the model has more than " + MAX_FIELDS + " fields.", "Split it.");
        }
        return null;
    }

    private @Nullable Field field(String name, YamlTree.Entry entry, At at) {
        if (!checkName(name, entry.keyPlace(), at)) {
            return null;
        }
        places.put(at.field(), entry.keyPlace());
        if (!(entry.value() instanceof YamlTree.Mapping mapping)) {
            String like = "Write it as {type: number, unit: degC}.";
            refuse(entry.value().place(), at, "value-wrong-kind", "a field is a group of keys.", like);
            return null;
        }
        FieldPart part = known.computeIfAbsent(mapping, tree -> Optional.ofNullable(part(mapping, at)))
                .orElse(null);
        if (part == null) {
            return null;
        }
        YamlTree inner = mapping.get(ModelSource.FIELDS).orElse(null);
        String use = part.use();
        int ways = (part.type() == null ? 0 : 1) + (inner == null ? 0 : 1) + (use == null ? 0 : 1);
        if (ways != 1) {
            String what =
                    ways == 0 ? "the field says neither what it is nor what is in it." : "the field is several things.";
            String remedy = "Give one of type (a value), fields (a group) and use (a model or part as a group).";
            refuse(entry.keyPlace(), at, "field-unclear", what, remedy);
            return null;
        }
        if (inner != null) {
            return group(inner, at.in(ModelSource.FIELDS), part.required(), part.description());
        }
        return use == null ? part.leaf() : used(use, mapping, at, part);
    }

    private @Nullable FieldPart part(YamlTree.Mapping mapping, At at) {
        Set<String> keys = new TreeSet<>(Binder.keys(FieldPart.class));
        keys.add(ModelSource.FIELDS);
        binder.refuseUnknown(mapping, at.keys(), keys);
        FieldPart part = binder.fill(mapping, at.keys(), FieldPart.class);
        return keys.containsAll(mapping.entries().keySet()) ? part : null;
    }

    private @Nullable Field used(String use, YamlTree.Mapping mapping, At at, FieldPart part) {
        Place place = mapping.get("use").orElse(mapping).place();
        YamlTree.Mapping parts = at.source().parts();
        YamlTree own = parts == null ? null : parts.get(use).orElse(null);
        String key = own == null ? use : at.source().stem() + "#" + use;
        int before = using.indexOf(key);
        if (before >= 0) {
            List<String> ring = new ArrayList<>(using.subList(before, using.size()));
            ring.add(key);
            String names = String.join(
                    " > ",
                    ring.stream()
                            .map(one -> one.substring(one.indexOf('#') + 1))
                            .toList());
            refuse(place, at.in("use"), "use-circular", "they use each other in a circle: " + names + ".", "Break it.");
            return null;
        }
        if (own != null) {
            At inside = new At(at.source(), Binder.join(ModelSource.PARTS, use), at.field(), at.depth());
            return part(own, at.source(), use, inside, part.required(), part.description());
        }
        ModelSource other = sources.apply(use);
        if (other != null) {
            return whole(other, new At(other, "", at.field(), at.depth()), part.required(), part.description());
        }
        Set<String> known = new TreeSet<>(stems);
        known.remove(at.source().stem());
        if (parts != null) {
            known.addAll(parts.entries().keySet());
        }
        String remedy = stems.contains(use) ? "Mend that file first." : DidYouMean.hint(known, use);
        refuse(place, at.in("use"), "use-unknown", "there is no part and no model '" + use + "'.", remedy);
        return null;
    }

    private boolean checkName(String name, Place place, At at) {
        if (TAKEN.contains(name)) {
            String remedy = "Choose another, such as " + at.field().replaceFirst(".*/", "") + "-1.";
            refuse(place, at, "field-name-taken", "'" + name + "' means something else in a payload.", remedy);
            return false;
        }
        try {
            Namespace.checkSegment(name, at.field());
            return true;
        } catch (ProblemException illegal) {
            findings.add(place, at.keys(), illegal.problem());
            return false;
        }
    }

    private void refuse(Place place, At at, String code, String message, String remedy) {
        findings.add(place, at.keys(), Problem.of(code, message, remedy));
    }
}
