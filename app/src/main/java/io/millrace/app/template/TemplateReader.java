package io.millrace.app.template;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.References;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one template, and checks what can be checked without a machine. */
final class TemplateReader {

    private final Findings findings;
    private final Binder binder;

    TemplateReader(Findings findings) {
        this.findings = findings;
        // a template is the same everywhere: references in it are resolved where a machine is made of it
        this.binder = new Binder(findings, new References(Map.of(), Path.of("")));
    }

    /**
     * Reads a template; null when something is wrong with it, which was said.
     *
     * @param file as the person named it
     */
    @Nullable
    Template read(TemplateName name, String file, String text, boolean builtIn) {
        Findings own = new Findings();
        YamlTree read = YamlTree.read(file, text, own);
        Place top = new Place(file, 1, 1);
        Template template = own.isEmpty() ? parse(name, top, read, text, builtIn) : null;
        own.list().forEach(finding -> findings.add(finding.place(), finding.path(), finding.problem()));
        return template;
    }

    private @Nullable Template parse(TemplateName name, Place top, YamlTree read, String text, boolean builtIn) {
        if (!(read instanceof YamlTree.Mapping tree)) {
            findings.add(
                    top, "", Problem.of("value-wrong-kind", "a template is a group of keys.", "Begin with 'tags:'."));
            return null;
        }
        int before = findings.list().size();
        Set<String> keys = new TreeSet<>(Template.HEAD);
        keys.addAll(Set.of("description", Template.PARAMETERS, Template.TAGS, Template.PROCESSORS, Template.MODELS));
        binder.refuseUnknown(tree, "", keys);
        Map<String, Parameter> parameters = parameters(tree);
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>(tree.entries());
        entries.keySet().removeAll(Set.of("description", Template.PARAMETERS, Template.MODELS));
        YamlTree.Mapping body = new YamlTree.Mapping(tree.place(), entries);
        for (String group : new String[] {Template.TAGS, Template.PROCESSORS, Template.MODELS}) {
            YamlTree value = tree.get(group).orElse(null);
            if (value != null && !(value instanceof YamlTree.Mapping)) {
                binder.wrongKind(value, group, "a group by name");
            }
        }
        if (parameters != null) {
            new TemplateCheck(parameters, findings).check(body);
        }
        if (parameters == null || findings.list().size() > before) {
            return null;
        }
        String description = tree.get("description").orElse(null) instanceof YamlTree.Scalar said ? said.text() : null;
        Map<String, YamlTree.Entry> models =
                tree.get(Template.MODELS).orElse(null) instanceof YamlTree.Mapping group ? group.entries() : Map.of();
        return new Template(name, text, top, builtIn, description, parameters, tree, body, models);
    }

    private @Nullable Map<String, Parameter> parameters(YamlTree.Mapping tree) {
        YamlTree group = tree.get(Template.PARAMETERS).orElse(new YamlTree.Mapping(tree.place(), Map.of()));
        if (!(group instanceof YamlTree.Mapping mapping)) {
            binder.wrongKind(group, Template.PARAMETERS, "a group by name");
            return null;
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            Parameter parameter = parameter(name, entry, Binder.join(Template.PARAMETERS, name));
            if (parameter != null) {
                parameters.put(name, parameter);
            }
        });
        return parameters.size() == mapping.entries().size() ? parameters : null;
    }

    private @Nullable Parameter parameter(String name, YamlTree.Entry entry, String path) {
        if (!name.matches("[A-Za-z][A-Za-z0-9]{0,63}") || Template.GIVEN.contains(name)) {
            boolean given = Template.GIVEN.contains(name);
            findings.add(
                    entry.keyPlace(),
                    path,
                    Problem.of(
                            "parameter-name",
                            given
                                    ? "every template has '" + name + "' already."
                                    : "'" + name + "' is no name of a parameter.",
                            given ? "Choose another name." : "Use letters and digits, and begin with a letter."));
            return null;
        }
        if (!(entry.value() instanceof YamlTree.Mapping mapping)) {
            binder.wrongKind(entry.value(), path, "a group of keys such as {type: text}");
            return null;
        }
        Set<String> keys = new TreeSet<>(Binder.keys(ParameterPart.class));
        keys.add("default");
        binder.refuseUnknown(mapping, path, keys);
        ParameterPart part = binder.fill(mapping, path, ParameterPart.class);
        if (part == null) {
            return null;
        }
        YamlTree standard = mapping.get("default").orElse(null);
        Parameter parameter = new Parameter(name, entry.keyPlace(), part, standard);
        if (standard != null) {
            String text = standard instanceof YamlTree.Scalar scalar ? scalar.text() : null;
            Problem wrong = part.optional()
                    ? Problem.of("value-refused", "it has a default, and so is never absent.", "Remove optional.")
                    : parameter.refusal(standard, text);
            if (wrong != null) {
                findings.add(standard.place(), Binder.join(path, "default"), wrong);
                return null;
            }
        }
        return parameter;
    }
}
