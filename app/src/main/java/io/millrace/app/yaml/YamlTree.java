package io.millrace.app.yaml;

import io.millrace.model.Problem;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML document as a tree that remembers where everything stands. Only composed, never constructed: no tag in the
 * file can make an object. Duplicate keys and keys that are no text are findings.
 */
public sealed interface YamlTree {

    /** A document larger than this, aliases followed, is refused: an alias bomb, or no site file. */
    int MAX_NODES = 1_000_000;

    Place place();

    /** A word for people. */
    String kind();

    /** What it says, regardless of layout, comments and the order of keys: the same text for the same. */
    default String plain() {
        if (this instanceof Scalar scalar) {
            return "'" + scalar.text() + "'";
        }
        if (this instanceof Sequence sequence) {
            return sequence.items().stream().map(YamlTree::plain).toList().toString();
        }
        Map<String, String> sorted = new TreeMap<>();
        ((Mapping) this)
                .entries()
                .forEach((key, entry) -> sorted.put(key, entry.value().plain()));
        return sorted.toString();
    }

    record Scalar(Place place, String text, boolean quoted) implements YamlTree {
        @Override
        public String kind() {
            return "a single value";
        }

        /** Whether this is YAML's way to say nothing: an empty value, {@code ~} or {@code null}. */
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(Place place, List<YamlTree> items) implements YamlTree {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Place place, Map<String, Entry> entries) implements YamlTree {
        @Override
        public String kind() {
            return "a group of keys";
        }

        public Optional<YamlTree> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }
    }

    /** A key's own place, and its value. */
    record Entry(Place keyPlace, YamlTree value) {}

    /** Reads a document. When it is no YAML at all the result is an empty mapping and the finding says why. */
    static YamlTree read(String file, String text, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(64 << 20);
        options.setNestingDepthLimit(50);
        options.setMaxAliasesForCollections(1000);
        DumperOptions dumping = new DumperOptions();
        Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
        try {
            org.yaml.snakeyaml.nodes.Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                return new Mapping(new Place(file, 1, 1), Map.of());
            }
            return new Reader(file, findings).convert(root, "");
        } catch (MarkedYAMLException malformed) {
            Mark mark = malformed.getProblemMark();
            Place place = mark == null ? new Place(file, 1, 1) : place(file, mark);
            findings.add(
                    place,
                    "",
                    Problem.of(
                            "yaml-unreadable",
                            "this is not YAML: " + malformed.getProblem() + ".",
                            "Look at the indentation and the quotes around this line."));
        } catch (RuntimeException unreadable) {
            findings.add(
                    new Place(file, 1, 1),
                    "",
                    Problem.of("yaml-unreadable", "this is not YAML: " + unreadable.getMessage()));
        }
        return new Mapping(new Place(file, 1, 1), Map.of());
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Converts composed nodes; one for each document. */
    final class Reader {
        private final String file;
        private final Findings findings;
        private int nodes;

        private Reader(String file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        private YamlTree convert(org.yaml.snakeyaml.nodes.Node node, String path) {
            if (++nodes > MAX_NODES) {
                throw new IllegalStateException("it holds more than " + MAX_NODES + " values");
            }
            Place place = place(file, node.getStartMark());
            if (node instanceof ScalarNode scalar) {
                return new Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
            }
            if (node instanceof SequenceNode sequence) {
                List<YamlTree> items = sequence.getValue().stream()
                        .map(item -> convert(item, path + "[]"))
                        .collect(Collectors.toList());
                return new Sequence(place, items);
            }
            return mapping((MappingNode) node, place, path);
        }

        private Mapping mapping(MappingNode node, Place place, String path) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : node.getValue()) {
                Place keyPlace = place(file, tuple.getKeyNode().getStartMark());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    findings.add(keyPlace, path, Problem.of("key-no-text", "a key must be plain text."));
                    continue;
                }
                String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                Entry before = entries.get(key.getValue());
                if (before != null) {
                    findings.add(
                            keyPlace,
                            inner,
                            Problem.of(
                                    "key-duplicate",
                                    "the key '" + key.getValue() + "' stands already in line "
                                            + before.keyPlace().line() + ".",
                                    "Remove one of them."));
                    continue;
                }
                entries.put(key.getValue(), new Entry(keyPlace, convert(tuple.getValueNode(), inner)));
            }
            return new Mapping(place, entries);
        }
    }
}
