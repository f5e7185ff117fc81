package io.millrace.app.template;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import java.util.LinkedHashMap;
import java.util.Map;

/** The single values of a tree by their paths, in the order of the file. */
final class Leaves {

    /** One value and where it stands. */
    record Leaf(String text, Place place) {}

    private Leaves() {}

    static Map<String, Leaf> of(YamlTree tree) {
        Map<String, Leaf> leaves = new LinkedHashMap<>();
        collect(tree, "", leaves);
        return leaves;
    }

    private static void collect(YamlTree tree, String path, Map<String, Leaf> leaves) {
        if (tree instanceof YamlTree.Scalar scalar) {
            leaves.put(path, new Leaf(scalar.isNull() ? "" : scalar.text(), scalar.place()));
        } else if (tree instanceof YamlTree.Sequence sequence) {
            if (sequence.items().isEmpty()) {
                leaves.put(path, new Leaf("[]", sequence.place()));
            }
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(sequence.items().get(i), path + "[" + i + "]", leaves);
            }
        } else if (tree instanceof YamlTree.Mapping mapping) {
            if (mapping.entries().isEmpty()) {
                leaves.put(path, new Leaf("{}", mapping.place()));
            }
            mapping.entries().forEach((key, entry) -> collect(entry.value(), Binder.join(path, key), leaves));
        }
    }
}
