package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.console.ProcessorInfo;
import io.millrace.console.http.ProcessorViews.FilterView;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveTag;
import io.millrace.console.live.LiveValue;
import io.millrace.console.live.TopicMatches;
import io.millrace.console.processors.Lineage;
import io.millrace.console.processors.ProcessorWatch;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import io.millrace.model.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The processors: what each reads and writes, how it does, and which of them made a value. */
final class ProcessorsApi {

    /** Of each filter so many topics are named. */
    static final int MAX_TOPICS = 100;

    private final ProcessorWatch watch;
    private final HubView hub;
    private final LiveNamespace live;

    ProcessorsApi(ProcessorWatch watch, HubView hub, LiveNamespace live) {
        this.watch = watch;
        this.hub = hub;
        this.live = live;
    }

    void list(Context ctx) {
        Query.of(ctx);
        Json.send(
                ctx,
                new ProcessorViews.ProcessorsView(watch.processors().stream()
                        .map(ProcessorViews::processor)
                        .toList()));
    }

    void show(Context ctx) {
        Query.of(ctx);
        String name = ctx.pathParam("name");
        ProcessorWatch.Seen seen = watch.processors().stream()
                .filter(one -> one.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HttpProblem(
                        404,
                        Problem.of(
                                "processor-unknown",
                                "The site has no processor of this name.",
                                "/api/processors lists them.")));
        ProcessorInfo info = seen.info();
        Map<String, TagInfo> configured = hub.tags();
        Json.send(
                ctx,
                new ProcessorViews.ProcessorDetailView(
                        ProcessorViews.processor(seen),
                        info.reads().stream()
                                .map(read -> topics(read.role(), read.filter(), tag -> true, configured))
                                .toList(),
                        info.writes().stream()
                                .map(filter -> topics(null, filter, writtenBy(name, filter), configured))
                                .toList()));
    }

    private FilterView topics(
            @Nullable String role, String filter, Predicate<LiveTag> wanted, Map<String, TagInfo> configured) {
        TopicMatches matches = TopicMatches.of(live, filter, wanted, MAX_TOPICS);
        return new FilterView(
                role,
                filter,
                matches.tags().stream()
                        .map(tag -> Views.value(tag, tag.latest(), configured.get(tag.path())))
                        .toList(),
                matches.more());
    }

    /** Others may write what this filter covers as well. What the historian told alone has no word of who made it. */
    private static Predicate<LiveTag> writtenBy(String name, String filter) {
        return tag -> {
            LiveValue now = tag.latest();
            if (now == null || now.origin() == null) {
                return !isWide(filter);
            }
            return Lineage.of(now.origin().headers())
                    .filter(lineage -> lineage.processor().equals(name))
                    .isPresent();
        };
    }

    private static boolean isWide(String filter) {
        return filter.endsWith("#");
    }

    /** Who made a value, and of what; null when no processor did. */
    ProcessorViews.@Nullable MadeView made(String topic, @Nullable LiveValue now) {
        if (now == null) {
            return null;
        }
        List<ProcessorInfo> processors = hub.processors();
        LiveValue.Origin origin = now.origin();
        if (origin == null) {
            return fromHistorian(topic, processors);
        }
        return Lineage.of(origin.headers())
                .map(lineage -> ProcessorViews.made(lineage, named(lineage.processor(), processors)))
                .orElse(null);
    }

    /** What the historian has tells nothing of its making; but where only one processor writes there, it was that one. */
    private static ProcessorViews.@Nullable MadeView fromHistorian(String topic, List<ProcessorInfo> processors) {
        List<ProcessorInfo> writers = processors.stream()
                .filter(processor -> processor.writes().stream()
                        .anyMatch(filter ->
                                !isWide(filter) && TopicFilter.parse(filter).matches(topic)))
                .toList();
        return writers.size() != 1
                ? null
                : ProcessorViews.made(
                        new Lineage(writers.get(0).name(), null, List.of(), 0, null, false), writers.get(0));
    }

    private static @Nullable ProcessorInfo named(String name, List<ProcessorInfo> processors) {
        return processors.stream()
                .filter(processor -> processor.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
