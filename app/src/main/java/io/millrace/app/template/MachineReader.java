package io.millrace.app.template;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the machines of a site file, and makes each of its template. */
public final class MachineReader {

    /** The key of the site file. */
    public static final String MACHINES = "machines";

    public static final String CONNECTION = "connection";
    public static final String PARAMETERS = "parameters";
    public static final String OVERRIDE = "override";

    private static final YamlTree.Mapping NOTHING = new YamlTree.Mapping(new Place("", 0, 0), Map.of());

    private final Binder binder;
    private final Findings findings;
    private final Templates templates;
    private final String siteLocation;
    private final Set<String> connections;

    /** @param connections the names of those in the site file */
    public MachineReader(
            Binder binder, Findings findings, Templates templates, String siteLocation, Set<String> connections) {
        this.binder = binder;
        this.findings = findings;
        this.templates = templates;
        this.siteLocation = siteLocation;
        this.connections = Set.copyOf(connections);
    }

    /** The machines that are right, in the order of the file; what is wrong with the others was said. */
    public List<Machine> read(YamlTree tree) {
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            if (!(tree instanceof YamlTree.Scalar scalar && scalar.isNull())) {
                binder.wrongKind(tree, MACHINES, "a group by name");
            }
            return List.of();
        }
        List<Machine> machines = new ArrayList<>();
        mapping.entries().forEach((name, entry) -> {
            Machine machine = machine(name, entry, Binder.join(MACHINES, name));
            if (machine != null) {
                machines.add(machine);
            }
        });
        return machines;
    }

    private @Nullable Machine machine(String name, YamlTree.Entry entry, String path) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            refuse(
                    entry.keyPlace(),
                    path,
                    "value-refused",
                    "'" + name + "' is no plain name for a machine.",
                    "Use letters, digits, '-' and '_'.");
            return null;
        }
        if (!(entry.value() instanceof YamlTree.Mapping mapping)) {
            binder.wrongKind(entry.value(), path, "a group of keys: template, location and parameters");
            return null;
        }
        Set<String> keys = new TreeSet<>(Binder.keys(MachinePart.class));
        keys.addAll(Set.of(CONNECTION, PARAMETERS, OVERRIDE));
        binder.refuseUnknown(mapping, path, keys);
        MachinePart part = binder.fill(mapping, path, MachinePart.class);
        if (part == null) {
            return null;
        }
        Template template = template(part.template(), mapping, path);
        boolean placed = checkLocation(part.location(), mapping, path);
        YamlTree link = mapping.get(CONNECTION).orElse(null);
        boolean linked = checkConnection(link, Binder.join(path, CONNECTION), name);
        if (template == null || !placed || !linked) {
            return null;
        }
        Map<String, YamlTree> values = values(template, mapping, path, link != null);
        if (values == null) {
            return null;
        }
        values.put("machine", new YamlTree.Scalar(new Place("", 0, 0), name, true));
        values.put("location", new YamlTree.Scalar(new Place("", 0, 0), part.location(), true));
        values.put("siteLocation", new YamlTree.Scalar(new Place("", 0, 0), siteLocation, true));
        Place.Use user = new Place.Use(Machine.who(name), entry.keyPlace());
        YamlTree.Mapping body = new Expander(values, user, findings).expand(template.body());
        YamlTree.Mapping overridden = override(body, mapping, Binder.join(path, OVERRIDE));
        return new Machine(
                name,
                entry.keyPlace(),
                template,
                part.location(),
                link == null ? null : link instanceof YamlTree.Scalar scalar ? scalar.text() : name,
                link instanceof YamlTree.Mapping own ? own : null,
                link == null ? without(overridden, Template.TAGS) : overridden);
    }

    private @Nullable Template template(String text, YamlTree.Mapping mapping, String path) {
        Optional<TemplateName> name = TemplateName.of(text);
        if (name.isPresent() && templates.names().contains(name.get())) {
            return templates.find(name.get()).orElse(null);
        }
        refuse(
                placeOf(mapping, "template"),
                Binder.join(path, "template"),
                "template-unknown",
                "there is no template '" + text + "'.",
                templates.hint(text));
        return null;
    }

    private boolean checkLocation(String location, YamlTree.Mapping mapping, String path) {
        if (ParameterType.isLocation(location)) {
            return true;
        }
        refuse(
                placeOf(mapping, "location"),
                Binder.join(path, "location"),
                "value-refused",
                "'" + location + "' is no location path.",
                "Write it as kilns/kiln-1, relative to the site's.");
        return false;
    }

    private boolean checkConnection(@Nullable YamlTree link, String path, String name) {
        if (link instanceof YamlTree.Mapping && connections.contains(name)) {
            refuse(
                    link.place(),
                    path,
                    "connection-exists",
                    "the machine has a connection of its own, which is named '" + name
                            + "' like it, and there is one of that name already.",
                    "Write connection: " + name + " to use that one, or rename one of them.");
            return false;
        }
        if (link instanceof YamlTree.Scalar scalar && !connections.contains(scalar.text())) {
            refuse(
                    scalar.place(),
                    path,
                    "connection-unknown",
                    "there is no connection '" + scalar.text() + "'.",
                    connections.isEmpty()
                            ? "Add it under 'connections', or write the connection itself here, as a group of keys."
                            : DidYouMean.hint(connections, scalar.text()));
            return false;
        }
        if (link instanceof YamlTree.Sequence) {
            binder.wrongKind(link, path, "the name of a connection, or a connection as a group of keys");
            return false;
        }
        return true;
    }

    /** What each parameter is at this machine, absent ones left out; null when something is wrong with them. */
    private @Nullable Map<String, YamlTree> values(
            Template template, YamlTree.Mapping mapping, String machine, boolean connected) {
        String path = Binder.join(machine, PARAMETERS);
        YamlTree group = mapping.get(PARAMETERS).orElse(NOTHING);
        if (!(group instanceof YamlTree.Mapping given)) {
            binder.wrongKind(group, path, "a group by name");
            return null;
        }
        binder.refuseUnknown(given, path, template.parameters().keySet());
        boolean right =
                template.parameters().keySet().containsAll(given.entries().keySet());
        Map<String, YamlTree> values = new HashMap<>();
        for (Parameter parameter : template.parameters().values()) {
            YamlTree said = given.get(parameter.name()).orElse(null);
            boolean absent = said == null || (said instanceof YamlTree.Scalar scalar && scalar.isNull());
            YamlTree value = absent ? parameter.standard() : checked(parameter, said, path, connected);
            if (value != null) {
                values.put(parameter.name(), value);
            } else if (!absent) {
                right = false;
            } else if (!parameter.mayBeAbsent()) {
                right &= isByMqtt(parameter, connected, values, placeOf(mapping, PARAMETERS), path);
            }
        }
        return right ? values : null;
    }

    /** An address that has to be there and cannot: without a connection all tags come by MQTT. */
    private boolean isByMqtt(
            Parameter parameter, boolean connected, Map<String, YamlTree> values, Place place, String path) {
        if (parameter.type() == ParameterType.ADDRESS && !connected) {
            values.put(parameter.name(), new YamlTree.Scalar(place, Parameter.MQTT, false));
            return true;
        }
        String description = parameter.description();
        refuse(
                place,
                Binder.join(path, parameter.name()),
                "parameter-missing",
                "the parameter '" + parameter.name() + "' is missing.",
                "Add it: " + parameter.kind() + (description == null ? "." : ". " + description));
        return false;
    }

    private @Nullable YamlTree checked(Parameter parameter, @Nullable YamlTree said, String group, boolean connected) {
        if (said == null) {
            return null;
        }
        String path = Binder.join(group, parameter.name());
        String text = said instanceof YamlTree.Scalar scalar ? binder.text(scalar, path) : null;
        if (said instanceof YamlTree.Scalar && text == null) {
            return null;
        }
        Problem wrong = parameter.refusal(said, text);
        if (wrong == null && said instanceof YamlTree.Mapping && !connected) {
            wrong = Problem.of(
                    "address-without-connection",
                    "the machine has no connection that could read an address.",
                    "Add 'connection', or write mqtt when the value comes by MQTT.");
        }
        if (wrong != null) {
            findings.add(said.place(), path, wrong);
            return null;
        }
        // a text keeps its references, which may be secrets; of what is judged or counted with, the value matters
        return said instanceof YamlTree.Scalar scalar && text != null && parameter.type() != ParameterType.TEXT
                ? new YamlTree.Scalar(scalar.place(), text, scalar.quoted())
                : said;
    }

    private YamlTree.Mapping override(YamlTree.Mapping body, YamlTree.Mapping mapping, String path) {
        YamlTree changes = mapping.get(OVERRIDE).orElse(NOTHING);
        if (!(changes instanceof YamlTree.Mapping group)) {
            binder.wrongKind(changes, path, "a group of keys");
            return body;
        }
        Set<String> keys = new TreeSet<>(Template.HEAD);
        keys.addAll(Set.of(Template.TAGS, Template.PROCESSORS));
        binder.refuseUnknown(group, path, keys);
        return new Overlay(findings).over(body, group, path);
    }

    private static YamlTree.Mapping without(YamlTree.Mapping body, String key) {
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>(body.entries());
        entries.remove(key);
        return new YamlTree.Mapping(body.place(), entries);
    }

    private static Place placeOf(YamlTree.Mapping mapping, String key) {
        return mapping.get(key).map(YamlTree::place).orElse(mapping.place());
    }

    private void refuse(Place place, String path, String code, String message, String remedy) {
        findings.add(place, path, Problem.of(code, message, remedy));
    }
}
