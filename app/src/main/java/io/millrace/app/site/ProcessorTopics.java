package io.millrace.app.site;

import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.YamlTree;
import io.millrace.ingest.Connection;
import io.millrace.ingest.ReportRule;
import io.millrace.ingest.Tag;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.TopicFilter;
import io.millrace.process.Definition;
import io.millrace.process.FilterIndex;
import io.millrace.process.Keying;
import io.millrace.process.Source;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the topics of processors go with those of connections. */
final class ProcessorTopics {

    private final List<Definition> processors;
    private final YamlTree tree;
    private final List<String> tags;
    /** Tags of which a filter leaves values out. */
    private final List<String> filtered;
    /** Of {@link #tags}, by their numbers. */
    private final FilterIndex topics = new FilterIndex();
    /** What processors write, by their numbers. */
    private final FilterIndex outputs = new FilterIndex();

    /** @param tree where the processors stand */
    ProcessorTopics(List<Connection<?, ?>> connections, List<Definition> processors, YamlTree tree) {
        this.processors = processors;
        this.tree = tree;
        this.tags = topics(connections, tag -> true);
        this.filtered = topics(connections, tag -> !tag.report().equals(ReportRule.EVERY_CHANGE));
        for (int i = 0; i < tags.size(); i++) {
            topics.put(tags.get(i), i);
        }
        for (int i = 0; i < processors.size(); i++) {
            for (String filter : processors.get(i).plan().writes()) {
                outputs.put(filter, i);
            }
        }
    }

    private static List<String> topics(List<Connection<?, ?>> connections, Predicate<Tag<?>> which) {
        return connections.stream()
                .flatMap(connection -> connection.tags().stream())
                .filter(which)
                .map(tag -> tag.info().topic().path())
                .distinct()
                .sorted()
                .toList();
    }

    /** What a device says is not for a processor to say. One that passes on what comes does that wherever it is. */
    void refuseShared(Findings findings) {
        for (Definition processor : processors) {
            if (processor.plan().keying() instanceof Keying.ByTopic) {
                continue;
            }
            for (String written : processor.plan().writes()) {
                if (written.contains("#")) {
                    continue;
                }
                matching(written)
                        .forEach(topic -> add(
                                findings,
                                processor,
                                Problem.of(
                                        "topic-shared",
                                        "it writes " + topic + ", which is a tag of a connection.",
                                        "Give its output another name.")));
            }
        }
    }

    /**
     * Points at tags of which nothing in the file knows, where it does know others of the place: they may come by MQTT, and
     * may be slips. Events come from people and other programs.
     */
    void wonder(Findings hints) {
        for (Definition processor : processors) {
            for (Source source : processor.plan().sources()) {
                boolean event = source.filter().contains("/" + Payloads.ANALYTICS + "/");
                if (!event && !isKnown(source.filter())) {
                    wonder(processor, source.filter(), hints);
                }
            }
            if (processor.unfiltered() && processor.plan().sources().stream().noneMatch(this::isFiltered)) {
                add(
                        hints,
                        processor,
                        Problem.of(
                                "unfiltered-idle",
                                "'unfiltered' changes nothing: no tag that it reads has a filter.",
                                "Leave it out."));
            }
        }
    }

    private boolean isFiltered(Source source) {
        TopicFilter wanted = TopicFilter.parse(source.filter());
        return filtered.stream().anyMatch(wanted::matches);
    }

    private boolean isKnown(String filter) {
        return !topics.overlapping(filter).isEmpty()
                || !outputs.overlapping(filter).isEmpty();
    }

    private Stream<String> matching(String filter) {
        return topics.overlapping(filter).stream().map(tags::get);
    }

    private void wonder(Definition processor, String filter, Findings hints) {
        int contract = filter.indexOf("/_");
        int levels = filter.substring(0, contract).split("/", -1).length;
        Set<String> names = matching(filter.substring(0, contract) + "/#")
                .map(topic -> topic.split("/", levels + 1)[levels])
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()) {
            return;
        }
        String wanted = filter.substring(contract + 1);
        add(
                hints,
                processor,
                Problem.of(
                        "input-unknown",
                        "nothing in this file says " + filter + ".",
                        DidYouMean.among(names, wanted)
                                .map(name -> "Did you mean '" + name + "'?")
                                .orElse("It has to come by MQTT.")));
    }

    private void add(Findings findings, Definition processor, Problem problem) {
        findings.add(ProcessorReader.placeOf(processor.name(), tree), "processors." + processor.name(), problem);
    }
}
