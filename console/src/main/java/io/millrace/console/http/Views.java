package io.millrace.console.http;

import io.millrace.console.TagFilter;
import io.millrace.console.live.LiveTag;
import io.millrace.console.live.LiveValue;
import io.millrace.console.live.Severity;
import io.millrace.model.ConnectionState;
import io.millrace.model.ConnectionStatus;
import io.millrace.model.TagInfo;
import io.millrace.model.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers, as {@code openapi.json} describes them. */
final class Views {

    /** What a double can hold without losing a digit: beyond, the digits go as text as well. */
    private static final long EXACT = 1L << 53;

    private Views() {}

    record ValueView(
            String topic,
            String kind,
            @Nullable Object value,
            @Nullable String text,
            @Nullable String type,
            String severity,
            @Nullable String quality,
            @Nullable Long code,
            @Nullable String time,
            @Nullable String received,
            @Nullable Boolean timestamped,
            @Nullable String id,
            @Nullable Boolean cut,
            @Nullable String unit,
            @Nullable String description) {}

    static ValueView value(LiveTag tag, @Nullable LiveValue now, @Nullable TagInfo info) {
        String unit = info == null ? null : info.unit();
        String description = info == null ? null : info.description();
        String topic = tag.path();
        if (now == null) {
            return new ValueView(
                    topic,
                    "sample",
                    null,
                    null,
                    null,
                    Severity.WAITING.word(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    unit,
                    description);
        }
        Value value = now.value();
        return new ValueView(
                topic,
                now.kind().name().toLowerCase(Locale.ROOT),
                json(value),
                text(now),
                value == null ? null : value.type().name().toLowerCase(Locale.ROOT),
                now.severity().word(),
                now.quality().name(),
                now.quality().unsigned(),
                Json.time(now.timestampMicros()),
                now.origin() == null ? null : Json.time(now.receivedMicros()),
                now.timestamped(),
                now.id(),
                now.cut() ? true : null,
                unit,
                description);
    }

    private static @Nullable Object json(@Nullable Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        } else if (value instanceof Value.Real real) {
            return real.value();
        } else if (value instanceof Value.Bool bool) {
            return bool.value();
        } else if (value instanceof Value.Text text) {
            return text.value();
        }
        return null;
    }

    private static @Nullable String text(LiveValue now) {
        if (now.value() instanceof Value.Whole whole && (whole.value() > EXACT || whole.value() < -EXACT)) {
            return Long.toString(whole.value());
        }
        return now.text();
    }

    record PlaceView(
            String name,
            String path,
            boolean branch,
            int tags,
            int bad,
            int uncertain,
            int waiting,
            String worst,
            @Nullable ValueView value) {}

    record LevelView(String under, int total, int offset, List<PlaceView> children) {}

    record ValuesView(int total, List<ValueView> values) {}

    record SearchView(String search, int total, int offset, List<ValueView> found) {}

    record ConnectionView(
            String name,
            String connector,
            String endpoint,
            String state,
            @Nullable String reason,
            String since,
            @Nullable String lastError,
            @Nullable String lastErrorAt,
            long epoch,
            int tags,
            int badTags,
            long samples,
            long leftOut) {}

    static ConnectionView connection(ConnectionStatus status) {
        String reason = status.state() instanceof ConnectionState.Degraded degraded ? degraded.reason() : null;
        return new ConnectionView(
                status.name(),
                status.connector(),
                status.endpoint(),
                status.state().word(),
                reason,
                status.since().toString(),
                status.lastError(),
                Json.time(status.lastErrorAt()),
                status.epoch(),
                status.tags(),
                status.badTags(),
                status.samples(),
                status.leftOut());
    }

    record ConnectionsView(List<ConnectionView> connections) {}

    record HopView(String component, @Nullable String time) {}

    record TraceView(
            @Nullable String source,
            @Nullable String origin,
            @Nullable Long epoch,
            @Nullable Long sequence,
            String log,
            int partition,
            long offset,
            String logged,
            List<HopView> hops,
            Map<String, String> headers) {}

    record DetailView(
            ValueView now,
            @Nullable ValueView lastGood,
            List<ValueView> recent,
            @Nullable String connection,
            @Nullable String address,
            @Nullable String deviceWords,
            @Nullable TagFilter filter,
            ProcessorViews.@Nullable MadeView made,
            @Nullable ConnectionView status,
            @Nullable TraceView trace) {}

    record ComponentView(String component, String status, String sentence) {}

    record HealthView(String status, @Nullable List<ComponentView> components) {}

    record BucketView(
            String start,
            @Nullable Double first,
            @Nullable Double last,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable String firstTime,
            @Nullable String lastTime,
            long good,
            long bad,
            boolean lastBad) {}

    record TrendView(
            String topic,
            String from,
            String to,
            int points,
            @Nullable String unit,
            @Nullable BucketView before,
            List<BucketView> buckets,
            @Nullable List<DeliveryViews.GapView> gaps) {}

    record InfoView(
            String site,
            String version,
            String started,
            String now,
            String dataFolder,
            String namespaceRoot,
            @Nullable String mqtt,
            @Nullable String kafka,
            @Nullable String postgresql,
            int topics,
            int maxTopics,
            List<String> notices) {}

    record BeatView(String now, String started, HealthView health, List<String> notices, int topics) {}
}
