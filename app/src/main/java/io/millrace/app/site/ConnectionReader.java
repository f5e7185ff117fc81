package io.millrace.app.site;

import io.millrace.app.template.Machine;
import io.millrace.app.template.MachineReader;
import io.millrace.app.template.Template;
import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.ingest.Acquisition;
import io.millrace.ingest.Connection;
import io.millrace.ingest.ConnectionOptions;
import io.millrace.ingest.ReportRule;
import io.millrace.ingest.Tag;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.TagInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one connection with its tags. The keys of a tag are those of {@link TagPart} and of the connector's address. */
final class ConnectionReader {

    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Binder binder;
    private final Findings findings;
    private final Namespace namespace;
    private final String siteLocation;
    private final Map<String, Duration> scanClasses;
    private final Map<String, List<Machine>> machines;
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<String, TagPlace> machineTags = new HashMap<>();

    /**
     * @param part null when the head of the file is wrong: its mistakes are known, ours are still to be found
     * @param machines those whose tags each connection has, by its name
     */
    ConnectionReader(Binder binder, Findings findings, @Nullable SitePart part, Map<String, List<Machine>> machines) {
        this.binder = binder;
        this.findings = findings;
        this.namespace = new Namespace(
                part == null ? Namespace.DEFAULT_ROOT : part.namespace().root());
        this.siteLocation = part == null ? "site" : part.location();
        this.scanClasses = part == null ? Map.of() : part.scanClasses();
        this.machines = Map.copyOf(machines);
    }

    <S extends Record, A extends Record> @Nullable Connection<S, A> read(
            YamlTree.Mapping mapping, String path, Connector<S, A> connector) {
        String name = path.substring(path.indexOf('.') + 1);
        if (!checkName(name, mapping, path)) {
            return null;
        }
        ConnectionPart part = binder.fill(mapping, path, ConnectionPart.class);
        YamlTree settingsTree = mapping.get(connector.type()).orElseThrow();
        S settings = binder.bind(settingsTree, Binder.join(path, connector.type()), connector.settingsType());
        ConnectionOptions options = binder.fill(mapping, path, ConnectionOptions.class);
        if (part == null) {
            return null;
        }
        Context<A> context = new Context<>(name, part, connector, false);
        YamlTree tagsTree = mapping.get("tags").orElse(new YamlTree.Mapping(mapping.place(), Map.of()));
        Map<String, Tag<A>> tags =
                binder.map(tagsTree, Binder.join(path, "tags"), (item, at) -> tag(item, at, context));
        List<Tag<A>> all = tags == null ? null : withMachines(tags.values(), mapping, context);
        if (settings == null || options == null || all == null) {
            return null;
        }
        return new Connection<>(name, connector, settings, all, options);
    }

    /** With the tags of the machines behind the connection; null when one of them is wrong. */
    private <A extends Record> @Nullable List<Tag<A>> withMachines(
            Collection<Tag<A>> own, YamlTree.Mapping mapping, Context<A> context) {
        List<Tag<A>> all = new ArrayList<>(own);
        boolean right = true;
        for (Machine machine : machines.getOrDefault(context.connection, List.of())) {
            String path = Binder.join(MachineReader.MACHINES, machine.name());
            ConnectionPart part = binder.fill(head(mapping, machine), path, ConnectionPart.class);
            YamlTree tree = machine.body().get("tags").orElse(new YamlTree.Mapping(mapping.place(), Map.of()));
            Map<String, Tag<A>> tags = part == null
                    ? null
                    : binder.map(
                            tree,
                            Binder.join(path, "tags"),
                            (item, at) ->
                                    tag(item, at, new Context<>(context.connection, part, context.connector, true)));
            right &= tags != null;
            all.addAll(tags == null ? List.of() : tags.values());
        }
        return right ? List.copyOf(all) : null;
    }

    /** What the tags of a machine share: what its template says goes before what the connection does. */
    private static YamlTree.Mapping head(YamlTree.Mapping connection, Machine machine) {
        Map<String, YamlTree.Entry> entries = new HashMap<>(connection.entries());
        entries.keySet().retainAll(Template.HEAD);
        entries.remove("contract"); // the names of the tags were made for that of the template
        machine.body().entries().forEach((key, entry) -> {
            if (Template.HEAD.contains(key)) {
                entries.put(key, entry);
            }
        });
        Place place = machine.place();
        entries.put("location", new YamlTree.Entry(place, new YamlTree.Scalar(place, machine.location(), true)));
        return new YamlTree.Mapping(place, entries);
    }

    /** Where the tags of machines stand, by topic; of the connections read so far. */
    Map<String, TagPlace> machineTags() {
        return machineTags;
    }

    /** The routes that tags have of their own, by topic; of the connections read so far. */
    Map<String, Route> routes() {
        return routes;
    }

    private boolean checkName(String name, YamlTree.Mapping mapping, String path) {
        if (name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            return true;
        }
        findings.add(
                mapping.place(),
                path,
                Problem.of(
                        "value-refused",
                        "'" + name + "' is no plain name for a connection.",
                        "Use letters, digits, '-' and '_'."));
        return false;
    }

    private record Context<A extends Record>(
            String connection, ConnectionPart part, Connector<?, A> connector, boolean ofMachine) {}

    private <A extends Record> @Nullable Tag<A> tag(YamlTree item, String path, Context<A> context) {
        if (!(item instanceof YamlTree.Mapping mapping)) {
            findings.add(
                    item.place(),
                    path,
                    Problem.of(
                            "value-wrong-kind",
                            "a tag is a group of keys.",
                            "Write it as {" + String.join(": ..., ", Binder.keys(context.connector.addressType()))
                                    + ": ...}."));
            return null;
        }
        Set<String> keys = new TreeSet<>(Binder.keys(TagPart.class));
        keys.addAll(Binder.keys(context.connector.addressType()));
        binder.refuseUnknown(mapping, path, keys);
        TagPart part = binder.fill(mapping, path, TagPart.class);
        A address = binder.fill(mapping, path, context.connector.addressType());
        if (part == null || address == null) {
            return null;
        }
        Acquisition acquisition = acquisition(mapping, path, context, part);
        if (acquisition == null) {
            return null;
        }
        String name = path.substring(path.indexOf(".tags.") + ".tags.".length());
        try {
            String location =
                    context.part.location().isEmpty() ? siteLocation : siteLocation + "/" + context.part.location();
            TagInfo info = new TagInfo(
                    namespace.topic(location, context.part.contract(), name),
                    context.connection,
                    address.toString(),
                    part.unit(),
                    part.description());
            if (context.ofMachine) {
                machineTags.put(info.topic().path(), new TagPlace(mapping.place(), path));
            }
            Route route = part.route() != null ? part.route() : context.part.route();
            if (route != null) {
                routes.put(info.topic().path(), route);
            }
            Duration staleAfter = part.staleAfter() != null ? part.staleAfter() : context.part.staleAfter();
            FilterPart filter = part.filter() != null ? part.filter() : context.part.filter();
            return new Tag<>(
                    info, address, acquisition, staleAfter, filter == null ? ReportRule.EVERY_CHANGE : filter.rule());
        } catch (ProblemException illegal) {
            findings.add(mapping.place(), path, illegal.problem());
            return null;
        }
    }

    private <A extends Record> @Nullable Acquisition acquisition(
            YamlTree.Mapping mapping, String path, Context<A> context, TagPart part) {
        boolean fromTag = part.scan() != null;
        Duration interval = interval(fromTag ? part.scan() : context.part.scan());
        if (interval == null) {
            String scan = fromTag ? part.scan() : context.part.scan();
            findings.add(
                    mapping.get("scan").map(YamlTree::place).orElse(mapping.place()),
                    Binder.join(path, "scan"),
                    Problem.of(
                            "scan-unknown",
                            "'" + scan + "' is neither a scan class nor a duration of at least 10ms.",
                            DidYouMean.hint(scanClasses.keySet(), String.valueOf(scan))));
            return null;
        }
        Set<Capability> can = context.connector.capabilities();
        Mode mode = part.mode() != null ? part.mode() : context.part.mode();
        if (mode == null) {
            mode = can.contains(Capability.SUBSCRIBE) ? Mode.SUBSCRIBE : Mode.POLL;
        }
        Capability needed = mode == Mode.SUBSCRIBE ? Capability.SUBSCRIBE : Capability.READ;
        if (!can.contains(needed)) {
            findings.add(
                    mapping.place(),
                    Binder.join(path, "mode"),
                    Problem.of(
                            "mode-unsupported",
                            context.connector.title() + " cannot "
                                    + (mode == Mode.SUBSCRIBE ? "subscribe." : "be polled."),
                            mode == Mode.SUBSCRIBE ? "Use mode: poll." : "Use mode: subscribe."));
            return null;
        }
        return mode == Mode.SUBSCRIBE ? new Acquisition.Subscribe(interval) : new Acquisition.Poll(interval);
    }

    private @Nullable Duration interval(@Nullable String scan) {
        if (scan == null) {
            return null;
        }
        Duration named = scanClasses.get(scan);
        Duration interval = named != null ? named : Binder.duration(scan).orElse(null);
        return interval == null || interval.compareTo(SHORTEST) < 0 ? null : interval;
    }
}
