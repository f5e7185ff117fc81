package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.console.http.Views.HopView;
import io.millrace.console.http.Views.PlaceView;
import io.millrace.console.http.Views.ValueView;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveTag;
import io.millrace.console.live.LiveValue;
import io.millrace.console.live.Severity;
import io.millrace.console.live.TopicSearch;
import io.millrace.console.live.TreeNode;
import io.millrace.model.Headers;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The namespace: its levels, a search over it, newest values, and all there is to know of one topic. */
final class NamespaceApi {

    static final int MAX_LEVEL = 1_000;
    static final int MAX_LATEST = 10_000;

    private final LiveNamespace live;
    private final HubView hub;
    private final ProcessorsApi processors;

    NamespaceApi(LiveNamespace live, HubView hub, ProcessorsApi processors) {
        this.live = live;
        this.hub = hub;
        this.processors = processors;
    }

    void topics(Context ctx) {
        Query query = Query.of(ctx, "under", "search", "limit", "offset", "compact");
        int offset = query.integer("offset", 0, LiveNamespace.MAX_TOPICS, 0);
        int limit = query.integer("limit", 1, MAX_LEVEL, 200);
        String search = query.text("search");
        if (search != null && !search.isBlank()) {
            Map<String, TagInfo> configured = hub.tags();
            String under = query.text("under");
            Iterable<LiveTag> where = under == null ? live.tags() : below(place(under), LiveNamespace.MAX_TOPICS);
            TopicSearch.Result result = new TopicSearch(search, configured).in(where, offset, limit);
            List<ValueView> found =
                    result.found().stream().map(tag -> view(tag, configured)).toList();
            Json.send(ctx, new Views.SearchView(search, result.total(), offset, found));
            return;
        }
        TreeNode place = place(query.text("under"));
        boolean compact = query.flag("compact");
        Map<String, TagInfo> configured = hub.tags();
        List<PlaceView> children = place.children().stream()
                .skip(offset)
                .limit(limit)
                .map(child -> level(place, compact ? endOfChain(child) : child, configured))
                .toList();
        Json.send(ctx, new Views.LevelView(place.path(), place.children().size(), offset, children));
    }

    /** The last place of a chain in which every place has one child and no tag of its own: nothing to choose there. */
    private static TreeNode endOfChain(TreeNode start) {
        TreeNode end = start;
        while (end.tag() == null && end.children().size() == 1) {
            TreeNode only = end.children().iterator().next();
            if (only.children().isEmpty()) {
                break;
            }
            end = only;
        }
        return end;
    }

    private static PlaceView level(TreeNode parent, TreeNode child, Map<String, TagInfo> configured) {
        LiveTag tag = child.tag();
        return new PlaceView(
                child.path().substring(parent.path().length() + 1),
                child.path(),
                !child.children().isEmpty(),
                child.tags(),
                child.tags(Severity.BAD),
                child.tags(Severity.UNCERTAIN),
                child.tags(Severity.WAITING),
                child.worst().word(),
                tag == null ? null : view(tag, configured));
    }

    void latest(Context ctx) {
        Query query = Query.of(ctx, "topic", "under", "limit");
        int limit = query.integer("limit", 1, MAX_LATEST, 1_000);
        String topic = query.text("topic");
        Map<String, TagInfo> configured = hub.tags();
        if (topic != null) {
            Json.send(ctx, new Views.ValuesView(1, List.of(view(tag(topic), configured))));
            return;
        }
        TreeNode place = place(query.text("under"));
        List<ValueView> values = new ArrayList<>();
        for (LiveTag tag : below(place, limit)) {
            values.add(view(tag, configured));
        }
        Json.send(ctx, new Views.ValuesView(place.tags(), values));
    }

    void detail(Context ctx) {
        LiveTag tag = tag(Query.of(ctx, "topic").required("topic"));
        TagInfo info = hub.tag(tag.path()).orElse(null);
        LiveValue now = tag.latest();
        LiveValue good = tag.lastGood();
        String connection = connection(info, now);
        Json.send(
                ctx,
                new Views.DetailView(
                        Views.value(tag, now, info),
                        good == null || good.equals(now) ? null : Views.value(tag, good, info),
                        tag.recent().stream()
                                .map(earlier -> Views.value(tag, earlier, info))
                                .toList(),
                        connection,
                        info == null ? null : info.address(),
                        hub.deviceWords(tag.path()).orElseGet(() -> reason(now)),
                        hub.filter(tag.path()).orElse(null),
                        processors.made(tag.path(), now),
                        hub.connections().stream()
                                .filter(status -> status.name().equals(connection))
                                .findFirst()
                                .map(Views::connection)
                                .orElse(null),
                        now == null || now.origin() == null ? null : trace(now.origin())));
    }

    /** What a processor says of having no value. */
    private static @Nullable String reason(@Nullable LiveValue now) {
        return now == null || now.origin() == null
                ? null
                : now.origin().headers().get(Headers.REASON);
    }

    private static @Nullable String connection(@Nullable TagInfo info, @Nullable LiveValue now) {
        if (info != null) {
            return info.connection();
        }
        return now == null || now.origin() == null
                ? null
                : Headers.source(now.origin().headers()::get);
    }

    private static Views.TraceView trace(LiveValue.Origin origin) {
        return new Views.TraceView(
                Headers.source(origin.headers()::get),
                origin.headers().get(Headers.ORIGIN),
                boxed(origin.number(Headers.EPOCH)),
                boxed(origin.number(Headers.SEQUENCE)),
                origin.partition().log().topicName(),
                origin.partition().number(),
                origin.offset(),
                Json.time(origin.logMillis() * 1000),
                hops(Headers.trace(origin.headers()::get)),
                new TreeMap<>(origin.headers()));
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    /** Reads {@code component@micros, ...}; what is written otherwise is shown as it is. */
    static List<HopView> hops(@Nullable String trace) {
        List<HopView> hops = new ArrayList<>();
        if (trace == null) {
            return hops;
        }
        for (String hop : trace.split("[,;]")) {
            String text = hop.trim();
            int separator = Math.max(text.lastIndexOf('@'), text.lastIndexOf('='));
            String time = separator < 0 ? "" : text.substring(separator + 1);
            if (time.matches("\\d{16}")) {
                hops.add(new HopView(text.substring(0, separator), Json.time(Long.parseLong(time))));
            } else if (time.matches("\\d{13}")) {
                hops.add(new HopView(text.substring(0, separator), Json.time(Long.parseLong(time) * 1000)));
            } else if (!text.isEmpty()) {
                hops.add(new HopView(text, null));
            }
        }
        return hops;
    }

    private static ValueView view(LiveTag tag, Map<String, TagInfo> configured) {
        return Views.value(tag, tag.latest(), configured.get(tag.path()));
    }

    private LiveTag tag(String topic) {
        return live.tag(topic)
                .orElseThrow(() -> new HttpProblem(
                        404,
                        Problem.of(
                                "topic-unknown",
                                "Nothing has been seen on the topic '" + topic + "'.",
                                "Look for it with /api/topics?search=.")));
    }

    private TreeNode place(@Nullable String under) {
        TreeNode place = live.node(under == null ? live.root().path() : under);
        if (place == null) {
            throw new HttpProblem(
                    404,
                    Problem.of(
                            "place-unknown",
                            "There is nothing below '" + under + "' in the namespace.",
                            "Begin with /api/topics without 'under'."));
        }
        return place;
    }

    /** The tags at and below a place, in the order of the tree. */
    private static List<LiveTag> below(TreeNode place, int limit) {
        List<LiveTag> tags = new ArrayList<>();
        Deque<Iterator<TreeNode>> open = new ArrayDeque<>();
        open.push(List.of(place).iterator());
        while (!open.isEmpty() && tags.size() < limit) {
            if (!open.peek().hasNext()) {
                open.pop();
                continue;
            }
            TreeNode node = open.peek().next();
            LiveTag tag = node.tag();
            if (tag != null) {
                tags.add(tag);
            }
            open.push(node.children().iterator());
        }
        return tags;
    }
}
