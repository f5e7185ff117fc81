package io.millrace.model.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model: what may be published below {@code _<name>_v<n>}. A topic names a field, group by group: {@code
 * .../_pump_v1/motor/current} is the field {@code current} of the group {@code motor}. Immutable.
 *
 * @param onMismatch what becomes of a message that does not fit
 * @param open whether fields pass that it does not know
 */
public record Model(
        ModelName name, @Nullable String description, OnMismatch onMismatch, boolean open, Field.Group root) {

    /** What becomes of a message that does not fit. */
    public enum OnMismatch {
        /** It waits in the quarantine. */
        QUARANTINE,
        /** It passes, and its record says what is wrong with it. */
        MARK
    }

    public Model {
        Objects.requireNonNull(name);
        Objects.requireNonNull(onMismatch);
        Objects.requireNonNull(root);
    }

    /** The contract in its topics: {@code _pump_v1}. */
    public String contract() {
        return name.toString();
    }

    /** The field of a path such as {@code motor/current}; the root for an empty one. */
    public Optional<Field> find(String path) {
        Field at = root;
        if (path.isEmpty()) {
            return Optional.of(at);
        }
        for (String segment : path.split("/", -1)) {
            Field inner = at instanceof Field.Group group ? group.fields().get(segment) : null;
            if (inner == null) {
                return Optional.empty();
            }
            at = inner;
        }
        return Optional.of(at);
    }

    /** All groups and values by their path, in the order of the file. */
    public Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        collect("", root, fields);
        return fields;
    }

    /** All values by their path, in the order of the file. */
    public Map<String, Field.Leaf> leaves() {
        Map<String, Field.Leaf> leaves = new LinkedHashMap<>();
        fields().forEach((path, field) -> {
            if (field instanceof Field.Leaf leaf) {
                leaves.put(path, leaf);
            }
        });
        return leaves;
    }

    private static void collect(String path, Field.Group group, Map<String, Field> into) {
        group.fields().forEach((name, field) -> {
            into.put(path + name, field);
            if (field instanceof Field.Group nested) {
                collect(path + name + "/", nested, into);
            }
        });
    }

    /** What programs may rely on, by path: two models of one meaning take the same messages. */
    public Map<String, Field> meaning() {
        Map<String, Field> meaning = new LinkedHashMap<>();
        fields().forEach((path, field) -> meaning.put(path, field.meaning()));
        return meaning;
    }
}
