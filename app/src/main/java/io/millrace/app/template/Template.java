package io.millrace.app.template;

import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a template that is right by itself.
 *
 * @param text as it was written
 * @param place the beginning of its file
 * @param builtIn whether it came with the program
 * @param tree the whole file
 * @param body what a machine is made of: head, tags and processors
 * @param models by contract, as files of models have them
 */
public record Template(
        TemplateName name,
        String text,
        Place place,
        boolean builtIn,
        @Nullable String description,
        Map<String, Parameter> parameters,
        YamlTree.Mapping tree,
        YamlTree.Mapping body,
        Map<String, YamlTree.Entry> models) {

    static final String TAGS = "tags";
    static final String PROCESSORS = "processors";
    static final String MODELS = "models";
    static final String PARAMETERS = "parameters";

    /** What its tags share, as those of a connection do. */
    public static final Set<String> HEAD = Set.of("contract", "route", "mode", "scan", "staleAfter", "filter");

    /** What every template knows without saying so: the machine's name, its location, and the site's. */
    static final Set<String> GIVEN = Set.of("machine", "location", "siteLocation");

    /** What stands under a key of the body; empty when nothing does. */
    public Map<String, YamlTree.Entry> group(String key) {
        return body.get(key).orElse(null) instanceof YamlTree.Mapping mapping ? mapping.entries() : Map.of();
    }

    public Map<String, YamlTree.Entry> tags() {
        return group(TAGS);
    }

    public Map<String, YamlTree.Entry> processors() {
        return group(PROCESSORS);
    }
}
