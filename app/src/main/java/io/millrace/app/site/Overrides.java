package io.millrace.app.site;

import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces single values of a site file from the command line: {@code --set mqtt.listeners[0].port=0}. */
final class Overrides {

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private Overrides() {}

    /** A tree in which this path has this value; groups on the way are made where they are absent. */
    static YamlTree set(YamlTree tree, String path, String value, Findings findings) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        while (matcher.find()) {
            steps.add(matcher.group());
        }
        Place place = new Place("--set " + path, 0, 0);
        if (steps.isEmpty()) {
            findings.add(place, "", Problem.of("path-unknown", "this names no key.", "Write --set log.port=0."));
            return tree;
        }
        return set(tree, steps, new YamlTree.Scalar(place, value, false), findings);
    }

    private static YamlTree set(YamlTree tree, List<String> steps, YamlTree.Scalar value, Findings findings) {
        if (steps.isEmpty()) {
            return value;
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (step.startsWith("[")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            if (tree instanceof YamlTree.Sequence sequence
                    && index < sequence.items().size()) {
                List<YamlTree> items = new ArrayList<>(sequence.items());
                items.set(index, set(items.get(index), rest, value, findings));
                return new YamlTree.Sequence(sequence.place(), items);
            }
            findings.add(
                    value.place(),
                    "",
                    Problem.of("path-unknown", "the file has no item " + step + " there.", "Add it to the file."));
            return tree;
        }
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>();
        if (tree instanceof YamlTree.Mapping mapping) {
            entries.putAll(mapping.entries());
        }
        YamlTree.Entry before = entries.get(step);
        YamlTree inner = before == null ? new YamlTree.Mapping(value.place(), Map.of()) : before.value();
        entries.put(
                step,
                new YamlTree.Entry(
                        before == null ? value.place() : before.keyPlace(), set(inner, rest, value, findings)));
        return new YamlTree.Mapping(tree.place(), entries);
    }
}
