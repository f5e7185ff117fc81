package io.millrace.app.template;

import io.millrace.app.yaml.YamlTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a machine consists of, as it can be kept and compared: parts such as {@code tag burner/temperature}, each with its
 * values by key. References in it are not resolved, so it holds no secret.
 */
record MachineContent(Map<String, Map<String, String>> parts) {

    private static final String MACHINE = "machine";

    static MachineContent of(Machine machine) {
        Map<String, Map<String, String>> parts = new LinkedHashMap<>();
        Map<String, String> head = new TreeMap<>();
        head.put("template", machine.template().name().toString());
        head.put("location", machine.location());
        head.put("connection", machine.connection() == null ? "" : machine.connection());
        Map<String, YamlTree.Entry> shared = new LinkedHashMap<>(machine.body().entries());
        shared.keySet().retainAll(Template.HEAD);
        shared.forEach((key, entry) ->
                leaves(entry.value()).forEach((path, text) -> head.put(path.isEmpty() ? key : key + "." + path, text)));
        parts.put(MACHINE, head);
        YamlTree.Mapping link = machine.link();
        if (link != null) {
            parts.put("connection", leaves(link));
        }
        machine.tags().forEach((name, entry) -> parts.put("tag " + name, leaves(entry.value())));
        machine.processors().forEach((name, entry) -> parts.put("processor " + name, leaves(entry.value())));
        machine.template().models().keySet().forEach(name -> parts.put("model " + name, Map.of()));
        return new MachineContent(parts);
    }

    private static Map<String, String> leaves(YamlTree tree) {
        Map<String, String> leaves = new TreeMap<>();
        Leaves.of(tree).forEach((path, leaf) -> leaves.put(path, leaf.text()));
        return leaves;
    }

    /** {@code kiln_v1: 19 tags, 3 processors}. */
    String summary() {
        long tags =
                parts.keySet().stream().filter(part -> part.startsWith("tag ")).count();
        long processors = parts.keySet().stream()
                .filter(part -> part.startsWith("processor "))
                .count();
        return parts.getOrDefault(MACHINE, Map.of()).getOrDefault("template", "?") + ": " + tags
                + (tags == 1 ? " tag, " : " tags, ") + processors + (processors == 1 ? " processor" : " processors");
    }
}
