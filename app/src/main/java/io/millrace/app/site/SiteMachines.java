package io.millrace.app.site;

import io.millrace.app.template.Machine;
import io.millrace.app.template.MachineReader;
import io.millrace.app.template.Machines;
import io.millrace.app.template.Templates;
import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What templates make, put where it would stand in the site file if it were written there by hand. */
final class SiteMachines {

    private static final String CONNECTIONS = "connections";
    private static final String PROCESSORS = "processors";

    private final List<Machine> machines;
    private final Findings findings;

    private SiteMachines(List<Machine> machines, Findings findings) {
        this.machines = machines;
        this.findings = findings;
    }

    /** @param head null when the head of the file is wrong: the mistakes of machines are still to be found */
    static SiteMachines read(
            Path siteFile, YamlTree.Mapping site, @Nullable SitePart head, Binder binder, Findings findings) {
        Path folder = head == null
                ? siteFile.resolveSibling("templates")
                : ModelReader.shown(siteFile, head.templates().folder());
        Templates templates = new Templates(folder, findings);
        templates.readAll();
        Set<String> connections = site.get(CONNECTIONS).orElse(null) instanceof YamlTree.Mapping group
                ? group.entries().keySet()
                : Set.of();
        YamlTree tree = site.get(MachineReader.MACHINES).orElse(new YamlTree.Mapping(site.place(), Map.of()));
        MachineReader reader =
                new MachineReader(binder, findings, templates, head == null ? "site" : head.location(), connections);
        return new SiteMachines(reader.read(tree), findings);
    }

    Machines machines() {
        return new Machines(machines);
    }

    /** Those whose tags a connection has, by its name. */
    Map<String, List<Machine>> byConnection() {
        return machines.stream()
                .filter(machine -> machine.connection() != null)
                .collect(Collectors.groupingBy(machine -> String.valueOf(machine.connection())));
    }

    /** The models of the templates in use. */
    List<ModelSource> models() {
        List<ModelSource> models = new ArrayList<>();
        machines().templates().values().forEach(template -> template.models().forEach((contract, entry) -> {
            if (entry.value() instanceof YamlTree.Mapping model && contract.startsWith("_")) {
                models.add(new ModelSource(contract, entry.keyPlace(), model));
            } else {
                findings.add(
                        entry.keyPlace(),
                        "models." + contract,
                        Problem.of(
                                "model-name-illegal",
                                "a model is a group of keys under the name of a contract.",
                                "Write it as _pump_v1: {fields: {...}}."));
            }
        }));
        return models;
    }

    /** The site file with the connections and processors of machines in it. */
    YamlTree.Mapping into(YamlTree.Mapping site) {
        if (machines.isEmpty()) {
            return site;
        }
        Map<String, YamlTree.Entry> links = new LinkedHashMap<>();
        Map<String, YamlTree.Entry> steps = new LinkedHashMap<>();
        for (Machine machine : machines) {
            YamlTree.Mapping link = machine.link();
            if (link != null) {
                links.put(machine.name(), new YamlTree.Entry(machine.place(), link));
            }
            machine.processors()
                    .forEach((name, entry) -> steps.merge(
                            machine.processorName(name),
                            new YamlTree.Entry(entry.keyPlace(), at(entry.value(), machine)),
                            (before, same) -> taken(machine, name, before)));
        }
        return with(with(site, CONNECTIONS, links), PROCESSORS, steps);
    }

    /** A processor of a machine stands at its location, unless it says another. */
    private static YamlTree at(YamlTree tree, Machine machine) {
        if (!(tree instanceof YamlTree.Mapping mapping) || mapping.entries().containsKey("location")) {
            return tree;
        }
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>(mapping.entries());
        Place place = mapping.place();
        entries.put("location", new YamlTree.Entry(place, new YamlTree.Scalar(place, machine.location(), true)));
        return new YamlTree.Mapping(place, entries);
    }

    private YamlTree.Entry taken(Machine machine, String name, YamlTree.Entry before) {
        findings.add(
                machine.place(),
                Binder.join(MachineReader.MACHINES, machine.name()),
                Problem.of(
                        "processor-exists",
                        "its processor '" + name + "' is named " + machine.processorName(name)
                                + ", and there is one of that name already, in " + before.keyPlace() + ".",
                        "Rename the machine or the other processor."));
        return before;
    }

    private YamlTree.Mapping with(YamlTree.Mapping site, String key, Map<String, YamlTree.Entry> more) {
        YamlTree.Entry group = site.entries().get(key);
        YamlTree now = group == null ? null : group.value();
        boolean empty = now == null || (now instanceof YamlTree.Scalar scalar && scalar.isNull());
        if (more.isEmpty() || !(empty || now instanceof YamlTree.Mapping)) {
            return site;
        }
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>();
        if (now instanceof YamlTree.Mapping mapping) {
            entries.putAll(mapping.entries());
        }
        more.forEach((name, entry) -> {
            YamlTree.Entry before = entries.putIfAbsent(name, entry);
            if (before != null) {
                findings.add(
                        before.keyPlace(),
                        Binder.join(key, name),
                        Problem.of(
                                "processor-exists",
                                "a machine has a processor of that name already, in " + entry.keyPlace() + ".",
                                "Rename one of them."));
            }
        });
        Place place = now == null ? site.place() : now.place();
        Map<String, YamlTree.Entry> whole = new LinkedHashMap<>(site.entries());
        whole.put(
                key,
                new YamlTree.Entry(group == null ? place : group.keyPlace(), new YamlTree.Mapping(place, entries)));
        return new YamlTree.Mapping(site.place(), whole);
    }
}
