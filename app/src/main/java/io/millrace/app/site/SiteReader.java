package io.millrace.app.site;

import io.millrace.app.template.MachineReader;
import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.References;
import io.millrace.app.yaml.YamlTree;
import io.millrace.connector.Connector;
import io.millrace.ingest.Connection;
import io.millrace.ingest.ConnectionOptions;
import io.millrace.model.Problem;
import io.millrace.process.Definition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads site files for a given set of connectors. */
public final class SiteReader {

    private final List<Connector<?, ?>> connectors;
    private final Map<String, String> environment;

    public SiteReader(List<Connector<?, ?>> connectors, Map<String, String> environment) {
        this.connectors = List.copyOf(connectors);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a site file.
     *
     * @param overrides paths of keys to values that replace what the file says, as {@code --set} gives them
     * @throws SiteException with everything that is wrong with it
     */
    public Site read(Path file, Map<String, String> overrides) throws SiteException {
        Findings findings = new Findings();
        String name = file.toString();
        Place top = new Place(name, 1, 1);
        String text = text(file, top, findings);
        YamlTree tree = YamlTree.read(name, text, findings);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            tree = Overrides.set(tree, override.getKey(), override.getValue(), findings);
        }
        Path folder = file.toAbsolutePath().getParent();
        Binder binder = new Binder(findings, new References(environment, folder == null ? Path.of("") : folder));
        Site site = findings.isEmpty() ? bind(name, tree, binder, findings) : null;
        if (site == null || !findings.isEmpty()) {
            throw new SiteException(findings.list());
        }
        return site;
    }

    static String text(Path file, Place top, Findings findings) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            findings.add(top, "", Problem.of("file-missing", "there is no such file.", "Check the path."));
        } catch (AccessDeniedException denied) {
            findings.add(top, "", Problem.of("file-unreadable", "the file may not be read.", "Check its permissions."));
        } catch (CharacterCodingException notText) {
            findings.add(top, "", Problem.of("file-unreadable", "the file is not UTF-8 text.", "Save it as UTF-8."));
        } catch (IOException unreadable) {
            findings.add(
                    top,
                    "",
                    Problem.of("file-unreadable", "the file cannot be read: " + unreadable.getMessage() + "."));
        }
        return "";
    }

    private @Nullable Site bind(String name, YamlTree tree, Binder binder, Findings findings) {
        if (!(tree instanceof YamlTree.Mapping written)) {
            findings.add(
                    tree.place(),
                    "",
                    Problem.of("value-wrong-kind", "a site file is a group of keys.", "Begin with 'site: NAME'."));
            return null;
        }
        Set<String> keys = new TreeSet<>(Binder.keys(SitePart.class));
        keys.add("connections");
        keys.add("processors");
        keys.add(MachineReader.MACHINES);
        binder.refuseUnknown(written, "", keys);
        SitePart part = binder.fill(written, "", SitePart.class);
        SiteMachines machines = SiteMachines.read(Path.of(name), written, part, binder, findings);
        YamlTree.Mapping mapping = machines.into(written);
        // Without a usable head the connections are still read, so that their mistakes are found in the same run.
        ConnectionReader reader = new ConnectionReader(binder, findings, part, machines.byConnection());
        List<Connection<?, ?>> connections = connections(mapping, reader, binder, findings);
        ModelFiles models = ModelReader.of(Path.of(name), mapping, part, machines.models(), findings);
        if (connections != null) {
            YamlTree links = mapping.get("connections").orElse(mapping);
            new ModelTags(models.models(), links, reader.machineTags(), findings).check(connections);
        }
        YamlTree rules = mapping.get("processors").orElse(new YamlTree.Mapping(mapping.place(), Map.of()));
        List<Definition> processors = new ProcessorReader(binder, findings, ProcessorKinds.all(), part).read(rules);
        if (part == null || connections == null || processors == null) {
            return null;
        }
        new ProcessorModels(models.models(), rules, findings).check(processors);
        ProcessorTopics topics = new ProcessorTopics(connections, processors, rules);
        topics.refuseShared(findings);
        Findings hints = new Findings();
        topics.wonder(hints);
        return new Site(
                name, part, connections, processors, reader.routes(), models, machines.machines(), hints.list());
    }

    private @Nullable List<Connection<?, ?>> connections(
            YamlTree.Mapping root, ConnectionReader reader, Binder binder, Findings findings) {
        YamlTree tree = root.get("connections").orElse(null);
        if (tree == null) {
            return List.of();
        }
        Map<String, Connection<?, ?>> bound =
                binder.map(tree, "connections", (item, path) -> connection(item, path, binder, findings, reader));
        if (bound == null) {
            return null;
        }
        refuseSharedTopics(bound, tree, reader, findings);
        return List.copyOf(bound.values());
    }

    private @Nullable Connection<?, ?> connection(
            YamlTree item, String path, Binder binder, Findings findings, ConnectionReader reader) {
        if (!(item instanceof YamlTree.Mapping mapping)) {
            findings.add(
                    item.place(),
                    path,
                    Problem.of(
                            "value-wrong-kind",
                            "a connection is a group of keys.",
                            "Name its connector and its tags."));
            return null;
        }
        List<Connector<?, ?>> named = connectors.stream()
                .filter(connector -> mapping.entries().containsKey(connector.type()))
                .toList();
        Set<String> types = new TreeSet<>();
        connectors.forEach(connector -> types.add(connector.type()));
        Set<String> keys = new TreeSet<>(Binder.keys(ConnectionPart.class));
        keys.addAll(Binder.keys(ConnectionOptions.class));
        keys.add("tags");
        keys.addAll(types);
        binder.refuseUnknown(mapping, path, keys);
        if (named.size() != 1) {
            String what = named.isEmpty() ? "names no connector." : "names more than one connector.";
            String slip = mapping.entries().keySet().stream()
                    .filter(key -> !keys.contains(key))
                    .flatMap(key -> DidYouMean.among(types, key).stream())
                    .findFirst()
                    .map(type -> "Did you mean '" + type + "'?")
                    .orElse("Give one of " + String.join(", ", types) + ".");
            findings.add(mapping.place(), path, Problem.of("connector-missing", "the connection " + what, slip));
            return null;
        }
        return reader.read(mapping, path, named.get(0));
    }

    /** Two tags on one topic would fight over it. */
    private static void refuseSharedTopics(
            Map<String, Connection<?, ?>> connections, YamlTree tree, ConnectionReader reader, Findings findings) {
        Map<String, String> owners = new HashMap<>();
        for (Connection<?, ?> connection : connections.values()) {
            for (var tag : connection.tags()) {
                String topic = tag.info().topic().path();
                TagPlace machine = reader.machineTags().get(topic);
                String owner = owners.putIfAbsent(topic, connection.name());
                if (owner != null) {
                    TagPlace at = machine != null
                            ? machine
                            : new TagPlace(
                                    ProcessorReader.placeOf(connection.name(), tree),
                                    Binder.join("connections", connection.name()));
                    findings.add(
                            at.place(),
                            at.path(),
                            Problem.of(
                                    "topic-shared",
                                    "the topic " + topic + " already belongs to the connection '" + owner + "'.",
                                    "Give one of them another location or name."));
                }
            }
        }
    }
}
