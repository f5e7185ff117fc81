package io.millrace.app.template;

import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the site file, made of its template.
 *
 * @param place of its name in the site file
 * @param location relative to the site's
 * @param connection the one that its tags belong to; absent when they come by MQTT
 * @param link that connection, where the machine has one of its own; named like the machine
 * @param body head, tags and processors, ready to be read like those of the site file
 */
public record Machine(
        String name,
        Place place,
        Template template,
        String location,
        @Nullable String connection,
        YamlTree.@Nullable Mapping link,
        YamlTree.Mapping body) {

    /** How findings call it. */
    static String who(String name) {
        return "the machine '" + name + "'";
    }

    public Map<String, YamlTree.Entry> tags() {
        return group(Template.TAGS);
    }

    /** By the names they have in the template. */
    public Map<String, YamlTree.Entry> processors() {
        return group(Template.PROCESSORS);
    }

    private Map<String, YamlTree.Entry> group(String key) {
        return body.get(key).orElse(null) instanceof YamlTree.Mapping mapping ? mapping.entries() : Map.of();
    }

    /** The name that a processor of the template has at this machine. */
    public String processorName(String inTemplate) {
        return name + "-" + inTemplate;
    }
}
