package io.millrace.app.site;

import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import org.jspecify.annotations.Nullable;

/**
 * A file of models as it was read.
 *
 * @param stem its name without ending
 */
record ModelSource(String stem, Place place, YamlTree.Mapping tree) {

    static final String FIELDS = "fields";
    static final String PARTS = "parts";

    /** Whether it is a model; otherwise it is a part of models. */
    boolean isModel() {
        return stem.startsWith("_");
    }

    YamlTree.@Nullable Mapping fields() {
        return tree.get(FIELDS).orElse(null) instanceof YamlTree.Mapping fields ? fields : null;
    }

    /** The parts that the file has for itself; empty when there are none. */
    YamlTree.@Nullable Mapping parts() {
        return tree.get(PARTS).orElse(null) instanceof YamlTree.Mapping parts ? parts : null;
    }
}
