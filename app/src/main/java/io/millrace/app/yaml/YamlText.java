package io.millrace.app.yaml;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes a tree as YAML that reads as the same tree again: groups of single values in one line, others below. */
public final class YamlText {

    private static final Resolver RESOLVER = new Resolver();

    private YamlText() {}

    /** Ends with a line end. */
    public static String write(YamlTree tree) {
        DumperOptions options = new DumperOptions();
        options.setWidth(160);
        options.setSplitLines(false);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
        StringWriter text = new StringWriter();
        yaml.serialize(node(tree), text);
        return text.toString();
    }

    private static Node node(YamlTree tree) {
        if (tree instanceof YamlTree.Scalar scalar) {
            return scalar(scalar.text(), scalar.quoted());
        }
        if (tree instanceof YamlTree.Sequence sequence) {
            List<Node> items = sequence.items().stream().map(YamlText::node).toList();
            boolean simple = sequence.items().stream().allMatch(YamlTree.Scalar.class::isInstance);
            return new SequenceNode(Tag.SEQ, items, simple ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        YamlTree.Mapping mapping = (YamlTree.Mapping) tree;
        List<NodeTuple> entries = new ArrayList<>();
        mapping.entries().forEach((key, entry) -> entries.add(new NodeTuple(scalar(key, false), node(entry.value()))));
        boolean simple = mapping.entries().values().stream()
                .allMatch(entry -> entry.value() instanceof YamlTree.Scalar
                        || (entry.value() instanceof YamlTree.Sequence list
                                && list.items().stream().allMatch(YamlTree.Scalar.class::isInstance)));
        return new MappingNode(Tag.MAP, entries, simple ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    /** Quotes stay where it would be something else without them; where YAML itself asks for some, the writer knows. */
    private static Node scalar(String text, boolean quoted) {
        Tag plain = RESOLVER.resolve(NodeId.scalar, text, true);
        boolean keep = quoted && !plain.equals(Tag.STR);
        return new ScalarNode(
                keep ? Tag.STR : plain, text, null, null, keep ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
    }
}
